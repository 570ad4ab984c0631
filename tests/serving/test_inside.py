import pytest
import requests

from local import ports
from serving import inside

TOKEN = "scrape-token-of-this-test"


@pytest.fixture
def url():
    port = ports.free()
    server = inside.listen("127.0.0.1", port, TOKEN, lambda: ("text/plain", b"counted 1\n"))
    yield f"http://127.0.0.1:{port}/metrics"
    server.shutdown()
    server.server_close()


def read(url, authorization=None):
    headers = {"Authorization": authorization} if authorization else {}
    return requests.get(url, headers=headers, timeout=30)


def test_the_token_shows_the_metrics(url):
    answer = read(url, f"Bearer {TOKEN}")
    assert (answer.status_code, answer.text) == (200, "counted 1\n")


@pytest.mark.parametrize("given", [None, TOKEN, f"Basic {TOKEN}", "Bearer ", f"Bearer {TOKEN}x"])
def test_all_others_learn_nothing(url, given):
    answer = read(url, given)
    assert (answer.status_code, answer.text) == (404, "")


def test_other_paths_are_not_there(url):
    assert read(f"{url}/more", f"Bearer {TOKEN}").status_code == 404


def test_with_no_token_set_nobody_may_scrape():
    for given in (None, "", "Bearer ", "Bearer"):
        assert not inside.may_scrape(given, "")
