"""Sessions that end by themselves, or because of others, end in all services."""

import time
from types import SimpleNamespace

import pytest
from accounts import sessions, sign_ins, store, usecases

from shop_rules import bodies, ids, tokens
from shop_rules.errors import Conflict, Unauthenticated
from shop_rules.step_up import SignInTooOld

from chassis import auth, db, people

DAY = 24 * 3600
MOST = tokens.SESSIONS_A_PERSON
_real_ns = time.time_ns


@pytest.fixture
def days_pass(monkeypatch):
    """days_pass(2): the clock moves on by so many days; back if negative."""
    moved = [0]

    def move(days):
        moved[0] += days * DAY
        monkeypatch.setattr(time, "time", lambda: _real_ns() / 1e9 + moved[0])
        monkeypatch.setattr(time, "time_ns", lambda: _real_ns() + int(moved[0] * 1e9))

    return move


@pytest.fixture(scope="module")
def running(start):
    """The service, so that there are its tables. It makes keys of its own: those of the settings
    are what later files of this process sign with."""
    own_keys = {"TOKEN_PUBLIC_KEY": "", "TOKEN_PRIVATE_KEY": ""}
    return start("accounts", SHOP_STAFF_PASSWORD="correct horse battery", **own_keys)


@pytest.fixture
def ada(running, inside, monkeypatch):
    inside("accounts")
    monkeypatch.setattr(tokens, "access_token", lambda user_id, session_id, key: session_id)
    monkeypatch.setattr(sign_ins, "keys", SimpleNamespace(private_key=lambda: None))
    with db.transaction("sign_up_in_a_test") as tx:
        user_id = store.add(tx, f"{ids.new_id()}@example.com", "Ada", "-", "customer")
        return store.get(tx, user_id)


def sign_in(person):
    """The answer to a right password. Its access token is the session's id: see ada."""
    with db.transaction("sign_in_in_a_test") as tx:
        store.get(tx, person.id, lock=True)
        return sign_ins.new_session(tx, person.id)


def fill(person, count):
    return [sign_in(person)["access_token"] for _ in range(count)]


def alive(person):
    with db.reading() as tx:
        return set(sessions.of_person(tx, person.id))


def remembered_as_gone(session_ids):
    """Whether the cache says so, which every service asks first."""
    told = [people._remembered(session_id) for session_id in session_ids]
    return all(each == people.OVER for each in told)


def test_a_session_lasts_while_it_is_refreshed_and_ninety_days_at_most(ada, days_pass):
    token = sign_in(ada)["refresh_token"]
    for _ in range(3):
        days_pass(29)
        token = sign_ins.refresh(token)["refresh_token"]
    days_pass(3.01)
    with pytest.raises(Unauthenticated):
        sign_ins.refresh(token)
    sign_ins.forget_what_is_over()
    assert not alive(ada)


def test_of_too_many_sessions_the_least_recently_refreshed_ends_everywhere(ada):
    first = sign_in(ada)
    second, *others = fill(ada, MOST - 1)
    time.sleep(0.002)
    sign_ins.refresh(first["refresh_token"])
    last = sign_in(ada)
    assert alive(ada) == {first["access_token"], *others, last["access_token"]}
    assert remembered_as_gone([second])
    assert not remembered_as_gone([others[0]])


def test_a_new_session_is_never_the_one_that_ends_even_if_the_clock_was_set_back(ada, days_pass):
    fill(ada, MOST)
    days_pass(-1)
    assert sign_in(ada)["access_token"] in alive(ada)
    assert len(alive(ada)) == MOST


def caller(person, session_id, signed_in_at=None):
    signed_in_at = int(time.time()) if signed_in_at is None else signed_in_at
    return auth.Caller(person.id, session_id, ("customer",), signed_in_at)


def change(caller, email):
    return usecases.change(caller, bodies.ChangedUser(email=email, name="Ada"))


def test_a_new_email_ends_the_other_sessions_everywhere(ada):
    this, *others = fill(ada, 3)
    change(caller(ada, this), f"{ids.new_id()}@example.com")
    assert alive(ada) == {this}
    assert remembered_as_gone(others)
    assert not remembered_as_gone([this])


def test_an_email_that_is_taken_ends_no_session_anywhere(ada):
    this, other = fill(ada, 2)
    with db.transaction("sign_up_in_a_test") as tx:
        store.add(tx, f"taken-{ada.email}", "Grace", "-", "customer")
    with pytest.raises(Conflict):
        change(caller(ada, this), f"taken-{ada.email}")
    assert alive(ada) == {this, other}
    assert not remembered_as_gone([other])


def test_a_session_that_ended_meanwhile_changes_no_email(ada):
    (this,) = fill(ada, 1)
    sign_ins.sign_out(this)
    with pytest.raises(Unauthenticated, match="revoked"):
        change(caller(ada, this), f"{ids.new_id()}@example.com")
    assert usecases.show(ada.id)["email"] == ada.email


def test_the_old_email_sent_again_with_an_old_sign_in_undoes_no_change(ada):
    this, stolen = fill(ada, 2)
    change(caller(ada, this), f"{ids.new_id()}@example.com")
    with pytest.raises(SignInTooOld):
        change(caller(ada, stolen, signed_in_at=0), ada.email)
