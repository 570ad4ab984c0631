"""How long a session lasts, and how many a person has: with a clock that can be moved."""

import time

import pytest

from shop import auth, db
from shop.accounts import endings, sessions, sign_ins, store, usecases
from shop_rules import bodies, ids, tokens
from shop_rules.errors import Unauthenticated
from shop_rules.step_up import SignInTooOld

from .person import Person

DAY = 24 * 3600
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


@pytest.fixture
def ada(shop):
    return Person.new(shop)


def a_session(person):
    """The id of one more, as a sign-in makes it."""
    with db.transaction("sign_in_in_a_test") as tx:
        session_id = sessions.add(tx, person.id, ids.new_id())
        endings.revoke_oldest(tx, person.id, session_id)
    return session_id


def alive(person):
    with db.reading() as tx:
        rows = tx.execute(sessions.sessions.select()).all()
    return {row.id for row in rows if row.user_id == person.id}


def refreshed(session_id):
    with db.transaction("refresh_in_a_test") as tx:
        sessions.mark_used(tx, "", session_id)


def test_a_session_lasts_while_it_is_refreshed_and_ninety_days_at_most(ada, days_pass):
    token = ada.refresh_token
    for _ in range(3):
        days_pass(29)
        token = sign_ins.refresh(token)["refresh_token"]
    days_pass(3.01)
    with pytest.raises(Unauthenticated):
        sign_ins.refresh(token)
    sign_ins.forget_what_is_over()
    assert not alive(ada)


def test_a_session_that_is_not_refreshed_for_thirty_days_is_over(ada, days_pass):
    days_pass(30.01)
    with pytest.raises(Unauthenticated):
        sign_ins.refresh(ada.refresh_token)


def test_of_too_many_sessions_the_least_recently_refreshed_ends(ada):
    first, *others = [*alive(ada), *[a_session(ada) for _ in range(tokens.SESSIONS_A_PERSON - 1)]]
    time.sleep(0.002)
    refreshed(first)
    last = a_session(ada)
    assert alive(ada) == {first, *others[1:], last}


def test_a_new_session_is_never_the_one_that_ends_even_if_the_clock_was_set_back(ada, days_pass):
    for _ in range(tokens.SESSIONS_A_PERSON):
        a_session(ada)
    days_pass(-1)
    assert a_session(ada) in alive(ada)
    assert len(alive(ada)) == tokens.SESSIONS_A_PERSON


def test_sessions_that_are_over_take_nobodys_place(ada, days_pass):
    (old,) = alive(ada)
    for _ in range(3):
        days_pass(29)
        refreshed(old)
    days_pass(2)
    living = [a_session(ada) for _ in range(tokens.SESSIONS_A_PERSON - 1)]
    days_pass(2)
    living.append(a_session(ada))
    assert alive(ada) == set(living)


def caller(person, signed_in_at=None):
    (session_id,) = alive(person)
    signed_in_at = int(time.time()) if signed_in_at is None else signed_in_at
    return auth.Caller(person.id, session_id, ("customer",), signed_in_at)


def change(caller, email):
    return usecases.change(caller, bodies.ChangedUser(email=email, name="Ada"))


def test_a_session_that_ended_meanwhile_changes_no_email(ada):
    asking = caller(ada)
    sign_ins.sign_out(asking.session_id)
    with pytest.raises(Unauthenticated, match="revoked"):
        change(asking, "thief@example.com")
    assert usecases.show(ada.id)["email"] == ada.email


def test_the_old_email_sent_again_with_an_old_sign_in_undoes_no_change(ada, monkeypatch):
    """A new e-mail is one that differs from the person's in that transaction."""
    thief = caller(ada, signed_in_at=0)
    get = store.get

    def get_after_a_change(tx, user_id, lock=False):
        monkeypatch.setattr(store, "get", get)
        store.change(tx, user_id, email="new@example.com", email_key="new@example.com")
        return get(tx, user_id, lock)

    monkeypatch.setattr(store, "get", get_after_a_change)
    with pytest.raises(SignInTooOld):
        change(thief, ada.email)
