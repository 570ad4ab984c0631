"""No web page can use the sandbox, whatever it makes a browser send."""

import pytest
import requests

from payment_sandbox.app import create_app

PLAIN = {"Content-Type": "text/plain"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}
FROM_A_PAGE = {
    "a form of another site": {"Origin": "https://evil.example"},
    "a sandboxed frame": {"Origin": "null"},
    "a link of another site": {"Referer": "https://evil.example/"},
    "an image of another site": {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
    "a page of another local port": {"Origin": "http://127.0.0.1:1"},
    "the sandbox's own origin": {"Sec-Fetch-Site": "same-origin"},
}
FOREIGN_HOSTS = ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "", "192.0.2.7", "["]
CALLS = [
    ("GET", "/sandbox/requests", {}, None),
    ("GET", "/sandbox/switches", {}, None),
    ("POST", "/sandbox/switches", PLAIN, '{"outage": true}'),
    ("POST", "/sandbox/switches", JSON, '{"outage": true}'),
    ("POST", "/sandbox/switches", FORM, "outage=true"),
    ("DELETE", "/sandbox/switches", {}, None),
    ("GET", "/v1/payment_intents", {}, None),
    ("POST", "/v1/payment_intents", FORM, "amount=1&currency=eur"),
    ("GET", "/no-such-path", {}, None),
]


@pytest.fixture
def is_refused(sandbox):
    """With the right key, so that nothing but the page is wrong."""
    sandbox.switch(outage={"times": 1})

    def check(more):
        for method, path, kind, body in CALLS:
            answer = sandbox.call(method, path, headers=kind | more, data=body)
            assert answer.status_code == 403, (method, path, more, answer.text)
            assert "Access-Control-Allow-Origin" not in answer.headers

    yield check
    left = requests.get(sandbox.url + "/sandbox/switches", timeout=30).json()
    assert left["outage"]["times"] == 1, "a page used a switch up"


@pytest.mark.parametrize("page", FROM_A_PAGE)
def test_what_a_page_sends_is_403(is_refused, page):
    is_refused(FROM_A_PAGE[page])


@pytest.mark.parametrize("host", FOREIGN_HOSTS, ids=repr)
def test_a_name_that_leads_here_by_rebinding_is_403(is_refused, host):
    is_refused({"Host": host})


def test_a_plain_form_is_no_json_even_without_a_page(sandbox):
    answer = sandbox.call("POST", "/sandbox/switches", headers=PLAIN, data='{"outage": true}')
    assert answer.status_code == 415


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:9", "[::1]", "LOCALHOST"])
def test_a_program_of_this_machine_is_let_in(sandbox, host):
    assert sandbox.call("GET", "/sandbox/switches", headers={"Host": host}).status_code == 200


def test_a_reader_opens_the_front_page_in_a_browser(sandbox):
    typed = {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert sandbox.call("GET", "/", headers=typed).status_code == 200
    assert sandbox.call("GET", "/", headers={"Host": "evil.example"}).status_code == 403


def test_a_name_that_it_is_given_is_its_own(tmp_path):
    settings = {"DATA": str(tmp_path), "PAYMENT_KEY": "sk_test_1", "HOST_NAMES": "sandbox other"}
    client = create_app(settings).test_client()
    assert client.get("/health", headers={"Host": "sandbox:8000"}).status_code == 200
    assert client.get("/health", headers={"Host": "evil.example"}).status_code == 403
