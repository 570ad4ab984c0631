import pytest
import requests


@pytest.mark.parametrize(
    "header", [None, "Bearer", "Bearer sk_test_of_another", "Basic !", "sk_test_of_this_run"]
)
def test_without_the_right_key_nothing_is_done(sandbox, refused, header):
    before = sandbox.get("/v1/payment_intents", limit=1).json()
    answer = requests.post(
        sandbox.url + "/v1/payment_intents",
        data={"amount": 5, "currency": "eur"},
        headers={"Authorization": header} if header else {},
        timeout=30,
    )
    refused(answer, 401, type="invalid_request_error")
    assert sandbox.get("/v1/payment_intents", limit=1).json() == before


def test_the_key_may_come_as_the_user_of_basic_auth(sandbox):
    url = sandbox.url + "/v1/payment_intents"
    assert requests.get(url, auth=("sk_test_of_this_run", ""), timeout=30).status_code == 200
    assert requests.get(url, auth=("sk_test_of_another", ""), timeout=30).status_code == 401


def test_no_key_is_ever_shown_or_logged(sandbox):
    sandbox.a_payment()
    requests.get(sandbox.url + "/v1/payment_intents", auth=("sk_test_wrong", ""), timeout=30)
    calls = requests.get(sandbox.url + "/sandbox/requests", timeout=30).text
    for text in (calls, sandbox.log.read_text()):
        assert "/v1/payment_intents" in text
        assert "sk_test_" not in text and "Authorization" not in text
