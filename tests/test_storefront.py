"""Some of the browser tests, against stage 1; `make storefront STAGE=2` runs them all."""

import os

import pytest

from .drivers.__main__ import SUITES, target
from .storefront import browser
from .test_stages import passed

LEAST = 8  # tests that must have passed


def test_people_can_use_the_storefront():
    if not browser.chromium() and not os.environ.get("MUST_HAVE_BROWSER"):
        pytest.skip(browser.HOW)
    with target({"STAGE": "1"}) as settings:
        assert passed(settings, ["-m", "short"], SUITES["storefront"]) >= LEAST
