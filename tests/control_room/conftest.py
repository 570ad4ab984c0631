"""The control rooms that the tests of this folder share, and the pages on which they look at them.

Without a browser the tests of the page skip, in a line that says how to get one.
"""

import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.storefront import browser as browsers

from .room import Room


def pytest_addoption(parser):
    parser.addoption("--beside-a-stage", action="store_true", help="all that needs a stage")
    parser.addoption("--all-stages", action="store_true", help="the stages side by side")


def pytest_configure(config):
    """A test here borrows from tests/attacks, which has this mark."""
    config.addinivalue_line("markers", "short: also runs in `make test`")


@contextmanager
def opened(stage):
    with tempfile.TemporaryDirectory() as folder:
        room = Room(Path(folder) / "data", stage)
        try:
            room.wait()
            yield room
        finally:
            room.end()


@pytest.fixture
def look(request):
    """Of all sizes and colors `make test` takes one phone, and `make verify` takes all."""
    if not request.node.callspec.id.startswith("phone"):
        request.getfixturevalue("in_full")


@pytest.fixture
def in_full(request):
    """The looks of the other pages, which have the same style sheets, are `make verify`'s."""
    if not request.config.getoption("--beside-a-stage", default=False):
        pytest.skip("with --beside-a-stage, as in `make verify`")


@pytest.fixture(scope="package")
def shared():
    """shared(stage): a room that every file here may feed. It has seen what other files fed."""
    rooms = {}
    with ExitStack() as stack:

        def one(stage):
            if stage not in rooms:
                rooms[stage] = stack.enter_context(opened(stage))
            return rooms[stage]

        yield one


@pytest.fixture(scope="module")
def room(request, shared):
    return shared(getattr(request.module, "STAGE", "stage2"))


@pytest.fixture(scope="package")
def browser():
    yield from browsers.of_a_module()


@pytest.fixture
def watch(browser):
    """watch(room): a page of it, watched for errors and for requests to other hosts."""
    from .page import Watched

    pages = []

    def opened_page(room, **more):
        pages.append(Watched(browser, room, **more))
        return pages[-1]

    yield opened_page
    faults = [fault for page in pages for fault in page.close()]
    assert faults == [], faults


@pytest.fixture(scope="module")
def kept(browser, room):
    """The page that `still` is."""
    from .page import Watched

    page = Watched(browser, room)
    page.page.uncheck("#follow")
    yield page
    page.close()


@pytest.fixture
def still(kept):
    """A page of the module's room that plays nothing by itself: its tests share it."""
    yield kept
    faults = kept.faults()
    assert faults == [], faults
