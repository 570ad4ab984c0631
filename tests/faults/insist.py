"""A client that sends a request again until it is answered, as one who means to buy does."""

import time

import requests

from tests.contract.forms import told
from tests.contract.steps import HEALED

PAUSE_SECONDS = 0.05
AGAIN = (502, 503, 504)  # somebody is away, and nobody knows whether it happened


def insist(send):
    """The first answer that is neither a dead line nor a gateway's 502, 503 or 504; send() makes
    the request."""
    deadline = time.monotonic() + HEALED
    while True:
        answer = _try(send)
        if answer is not None and answer.status_code not in AGAIN:
            assert answer.status_code != 500, told(answer)
            return answer
        assert time.monotonic() < deadline, f"no answer within {HEALED} s: {answer}"
        time.sleep(PAUSE_SECONDS)


def insist_on(send, *statuses):
    """The answer, whose status must be one of these."""
    answer = insist(send)
    assert answer.status_code in statuses, told(answer)
    return answer


def data(answer):
    return answer.json()["data"]


def _try(send):
    """None where nobody knows whether it happened."""
    try:
        return send()
    except requests.RequestException:
        return None
