"""A client that retries a request until it is answered, as a determined buyer does."""

import time

import requests

from tests.contract.client import Person
from tests.contract.forms import told
from tests.contract.steps import HEALED, PASSWORD, claims, sign_in, unique

PAUSE_SECONDS = 0.05
AGAIN = (502, 503, 504)  # a part is down, and the effect is unknown


def insist(send):
    """The first response other than a gateway's 502, 503 or 504; a lost connection is retried too.
    send() sends the request."""
    deadline = time.monotonic() + HEALED
    while True:
        answer = _try(send)
        if answer is not None and answer.status_code not in AGAIN:
            assert answer.status_code != 500, told(answer)
            return answer
        assert time.monotonic() < deadline, f"no answer within {HEALED} s: {answer}"
        time.sleep(PAUSE_SECONDS)


def insist_on(send, *statuses):
    """The first such response; its status must be one of these."""
    answer = insist(send)
    assert answer.status_code in statuses, told(answer)
    return answer


def a_newcomer(shop, name):
    """A new customer, signed in."""
    wanted = {"email": f"{unique(name.split()[0].lower())}@example.org", "name": name}
    wanted |= {"password": PASSWORD}
    # 409: the account was created, and then the response was lost
    insist_on(lambda: shop.call("POST", "/users", json=wanted), 201, 409)
    tokens = data(insist_on(lambda: sign_in(shop, wanted["email"], PASSWORD), 201))
    access, refresh = tokens["access_token"], tokens["refresh_token"]
    return Person(shop, claims(access)["sub"], wanted["email"], PASSWORD, name, access, refresh)


def data(answer):
    return answer.json()["data"]


def _try(send):
    """The response; None if it is unknown whether the request took effect."""
    try:
        return send()
    except requests.RequestException:
        return None
