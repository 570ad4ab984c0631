"""The pages with things to play with: built by MkDocs, served by this process, open in a browser.

Without a browser these tests skip, in a line that says how to get one.
"""

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.storefront import browser as browsers

from .page import Opened
from .site import PAGES, build


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """Its address."""
    where = tmp_path_factory.mktemp("play")
    built = build(where)
    assert built.returncode == 0, built.stdout + built.stderr
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=where / "site"))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser():
    yield from browsers.of_a_module()


@pytest.fixture
def visit(browser, site):
    """visit("saga", …): that page, watched for errors and for requests to other hosts."""
    pages = []

    def opened(name, **more):
        pages.append(Opened(browser, f"{site}/{PAGES[name].removesuffix('.md')}/", name, **more))
        return pages[-1]

    yield opened
    faults = [fault for page in pages for fault in page.close()]
    assert faults == [], faults


@pytest.fixture(scope="module")
def model(browser, site):
    """model("month.js", script): what script, a function of that module, returns in the browser."""
    page = browser.new_page()
    page.goto(f"{site}/stylesheets/play.css")

    def run(module, script, given=None):
        address = f"{site}/javascripts/play/{module}"
        whole = f"async (given) => ({script})(await import('{address}'), given)"
        return page.evaluate(whole, given)

    yield run
    page.close()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_words):
        pass
