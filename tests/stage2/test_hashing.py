"""The accounts service hashes at most two passwords at once; other services' questions go on."""

import threading

import pytest
from accounts import hashing, sessions, sign_ins, usecases

from shop_rules import bodies, passwords
from shop_rules.errors import TooManyRequests, Unavailable
from shop_rules.throttle import FAILURES

from chassis import auth

from .test_accounts import PASSWORD, Visitor, accounts

__all__ = ["accounts"]
LONG = 30  # seconds: more than any test here takes


@pytest.fixture
def ada(accounts):
    return Visitor(accounts)


@pytest.fixture
def both_slots_taken(ada, inside, monkeypatch):
    inside("accounts")
    monkeypatch.setattr(hashing, "PATIENCE", 0.05)
    begun, ended = threading.Barrier(hashing.SLOTS + 1), threading.Event()

    def endless(*_):
        begun.wait(LONG)
        ended.wait(LONG)

    monkeypatch.setattr(passwords, "hashed", endless)
    threads = [threading.Thread(target=hashing.hashed, args=("any",)) for _ in range(hashing.SLOTS)]
    for thread in threads:
        thread.start()
    begun.wait(LONG)
    yield
    ended.set()
    for thread in threads:
        thread.join()


def test_the_third_is_refused_and_sessions_are_found_meanwhile(ada, both_slots_taken):
    with pytest.raises(Unavailable) as refused:
        sign_ins.sign_in(bodies.SignIn(email=ada.email, password=PASSWORD))
    assert refused.value.headers == {"Retry-After": "1"}
    assert sessions.find(ada.session)["user_id"] == ada.id


def test_everything_that_hashes_is_limited(ada, both_slots_taken):
    new = bodies.NewUser(email="bob@example.com", name="Bob", password=PASSWORD)
    with pytest.raises(Unavailable):
        usecases.sign_up(new)
    with pytest.raises(Unavailable):
        caller = auth.Caller(ada.id, ada.session, ("customer",))
        usecases.change_password(caller, bodies.ChangedPassword(current="any", new=PASSWORD))


def test_a_refusal_is_no_failed_attempt(ada, both_slots_taken):
    wrong = bodies.SignIn(email=ada.email, password="a wrong password")
    for _ in range(FAILURES + 1):
        try:
            sign_ins.sign_in(wrong)
        except Unavailable:
            continue
        except TooManyRequests:
            pytest.fail("it was counted")
