"""`make trace` where a shop runs with SPANS=on: it buys there, and shows the way of the order."""

import os
import subprocess
import sys

import pytest

from tests.drivers import stage1
from tests.drivers.stage import ROOT
from tests.trace import live


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    data = tmp_path_factory.mktemp("trace") / "data"
    with stage1.running(data=data, env={"SPANS": "on"}) as stage:
        yield stage


def traced(shop, **env):
    given = os.environ | {"DATA": str(shop.data), "STAGE": ""} | env
    words = [sys.executable, "-m", "tests.trace"]
    done = subprocess.run(words, env=given, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def printed(shop, tmp_path_factory):
    return traced(shop)


def test_the_waterfall_and_the_sequence_fit_a_terminal(printed):
    assert max(map(len, printed[:-1])) <= 80  # the last names a file
    assert printed[1].startswith("shop: POST /users/…/orders · 201")
    assert any("orders → payments" in line for line in printed)


def test_a_page_is_written_where_it_says(printed, shop):
    file = shop.data / "traces" / "last.html"
    assert printed[-1] == f"The same as a page: {os.path.relpath(file, ROOT)}"
    assert "<h1>Stage 1: POST /users/…/orders</h1>" in file.read_text("utf-8")


def test_the_last_trace_is_shown_again_without_buying(printed, shop):
    url = live.receiver_of(live.Data(shop.data))
    before = len(live.asking.newest(url))
    again = traced(shop, TRACE="last")
    assert len(live.asking.newest(url)) == before
    assert again[0] == printed[0] and len(again) > 5


def test_the_receiver_is_a_part_that_runs(shop):
    assert shop.run["parts"]["spans"]["state"] == "ready"
