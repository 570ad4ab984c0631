"""A browser at a shop. The shop is given as for the contract suite: SHOP_URL, SHOP_STAFF_EMAIL, …

Without a browser these tests skip, in a line that says how to get one. With MUST_HAVE_BROWSER, as
in CI, they fail.
"""

import os

import pytest

from tests.contract import conftest as contract
from tests.contract.conftest import (
    _staff_sign_in,
    colleagues,
    customer,
    provider,
    pytest_addoption,
    pytest_collection_modifyitems,
    pytest_runtest_protocol,
    pytest_unconfigure,
    shop,
    staff,
)
from tests.drivers.stage import found

from . import browser as browsers

__all__ = [
    "_staff_sign_in",
    "colleagues",
    "customer",
    "provider",
    "pytest_addoption",
    "pytest_collection_modifyitems",
    "pytest_runtest_protocol",
    "pytest_unconfigure",
    "shop",
    "staff",
]


def pytest_configure(config):
    contract.pytest_configure(config)
    config.addinivalue_line("markers", "short: also runs in `make test`")
    if hasattr(config, "workerinput"):  # of pytest-xdist: the first process has done what follows
        return
    if browsers.chromium():
        browsers.install()
    elif os.environ.get("MUST_HAVE_BROWSER"):
        raise pytest.UsageError(browsers.HOW)
    else:
        pytest.exit(f"Skipped. {browsers.HOW}", returncode=0)


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = browsers.launched(playwright)
        yield started
        started.close()


@pytest.fixture
def visit(browser, shop):
    """visit(): a new browser profile at the shop, watched; visit.tab(other): a second tab there."""
    from .tab import Visits

    visits = Visits(browser, shop.url)
    yield visits
    visits.close()


@pytest.fixture
def tab(visit):
    return visit()


@pytest.fixture
def stage():
    """The stage as its supervisor sees it, to stop parts of it. Starts again what was stopped."""
    if not os.environ.get("STAGE_DATA"):
        pytest.skip("only where the tests have started the stage")
    started = found(os.environ["STAGE_DATA"])
    parts = list(started.run["parts"])
    yield started
    for part in parts:
        started.start(part)
    for part in parts:
        started.wait_ready(part)
