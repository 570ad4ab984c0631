"""How long a session lasts, and how many a person has, without locks: and with a moved clock."""

import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from chalicelib import auth, db
from chalicelib.accounts import endings, sessions, sign_ins, usecases
from chalicelib.accounts import store as accounts
from shop_rules import bodies, ids, passwords, tokens
from shop_rules.errors import Unauthenticated, Unavailable
from shop_rules.step_up import SignInTooOld

DAY = 24 * 3600
MOST = tokens.SESSIONS_A_PERSON
_real_ns = time.time_ns
pytestmark = pytest.mark.usefixtures("tables", "signing")


@pytest.fixture
def signing(monkeypatch):
    """Passwords cost nothing here, and no key is asked for."""
    monkeypatch.setattr(passwords, "hashed", lambda password, _: password)
    monkeypatch.setattr(passwords, "matches", lambda known, given, _: known == given)
    monkeypatch.setattr(tokens, "access_token", lambda user_id, session_id, key: session_id)
    monkeypatch.setattr(sign_ins, "keys", SimpleNamespace(private_key=lambda: None))


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
def ada():
    new = bodies.NewUser(email=f"{ids.new_id()}@shop.example", name="Ada", password="q" * 9 + "r")
    return usecases.sign_up(new)


def sign_in(person):
    """The answer. Its access token is the session's id: see signing."""
    given = bodies.SignIn(email=person["email"], password="q" * 9 + "r")
    return sign_ins.sign_in(given)


def alive(person):
    found = endings._living(accounts.get(person["id"]))
    return {item["sk"].removeprefix("session ") for item in found}


def fill(person, count):
    return [sign_in(person)["access_token"] for _ in range(count)]


def test_a_session_lasts_while_it_is_refreshed_and_ninety_days_at_most(ada, days_pass):
    token = sign_in(ada)["refresh_token"]
    for _ in range(3):
        days_pass(29)
        token = sign_ins.refresh(token)["refresh_token"]
    days_pass(3.01)
    with pytest.raises(Unauthenticated):
        sign_ins.refresh(token)
    assert not alive(ada)


def test_a_session_that_is_not_refreshed_for_thirty_days_is_over(ada, days_pass):
    token = sign_in(ada)["refresh_token"]
    days_pass(30.01)
    with pytest.raises(Unauthenticated):
        sign_ins.refresh(token)


def test_of_too_many_sessions_the_least_recently_refreshed_ends(ada):
    first = sign_in(ada)
    others = fill(ada, MOST - 1)
    time.sleep(0.002)
    sign_ins.refresh(first["refresh_token"])
    last = sign_in(ada)
    assert alive(ada) == {first["access_token"], *others[1:], last["access_token"]}


def test_a_session_of_the_release_before_this_one_counts_as_well(ada):
    old = sign_in(ada)["access_token"]
    key = sessions.key(ada["id"], old)
    with db.transaction("as_it_was") as tx:
        tx.update(sessions.TABLE, key, "REMOVE #refreshed_at")
    others = fill(ada, MOST)
    assert alive(ada) == set(others)


def test_a_new_session_is_never_the_one_that_ends_even_if_the_clock_was_set_back(ada, days_pass):
    fill(ada, MOST)
    days_pass(-1)
    assert sign_in(ada)["access_token"] in alive(ada)
    assert len(alive(ada)) == MOST


def test_sixty_sign_ins_at_once_succeed_and_leave_fifty(ada):
    with ThreadPoolExecutor(8) as threads:  # ten at once may be told to wait (ADR 27)
        answers = list(threads.map(lambda _: sign_in(ada), range(60)))
    assert len({answer["access_token"] for answer in answers}) == 60
    assert len(alive(ada)) == MOST


def test_a_session_that_is_refreshed_just_then_stays(ada, monkeypatch):
    first = sign_in(ada)
    others = fill(ada, MOST - 1)
    end = endings._end_unless_refreshed

    def refreshed_first(session):
        monkeypatch.setattr(endings, "_end_unless_refreshed", end)
        monkeypatch.setattr(time, "time", lambda: _real_ns() / 1e9 + 5)
        sign_ins.refresh(first["refresh_token"])
        end(session)

    monkeypatch.setattr(endings, "_end_unless_refreshed", refreshed_first)
    last = sign_in(ada)["access_token"]
    assert alive(ada) == {first["access_token"], *others[1:], last}


def test_a_sign_in_succeeds_also_if_no_old_session_can_be_ended(ada, monkeypatch):
    def away(*_):
        raise Unavailable("The database is unavailable.")

    monkeypatch.setattr(endings, "revoke_oldest", away)
    assert sign_in(ada)["access_token"] in alive(ada)


@pytest.mark.parametrize("times", [1, 2])
def test_a_batch_of_two_moments_is_read_once_more_and_then_believed(ada, monkeypatch, times):
    """A session that was renewed together with its person, seen before the one and after the
    other, is no session that was revoked; one that stays different is."""
    session = sign_in(ada)["access_token"]
    read, torn = db.get_many, iter(range(times))

    def two_moments(table, keys):
        rows = read(table, keys)
        if next(torn, None) is not None:
            rows[0] = {**rows[0], "generation": rows[0]["generation"] + 1}
        return rows

    monkeypatch.setattr(db, "get_many", two_moments)
    assert sessions.roles_in(session, ada["id"]) == (("customer",) if times == 1 else None)


def caller(person, session_id, signed_in_at=None):
    signed_in_at = int(time.time()) if signed_in_at is None else signed_in_at
    return auth.Caller(person["id"], session_id, ("customer",), signed_in_at)


def change(caller, email):
    return usecases.change(caller, bodies.ChangedUser(email=email, name="Ada"))


def new_email():
    return f"{ids.new_id()}@shop.example"


def test_a_new_email_takes_one_session_along(ada):
    this, *_ = fill(ada, 3)
    change(caller(ada, this), new_email())
    assert alive(ada) == {this}
    assert sessions.roles_in(this, ada["id"]) == ("customer",)


def test_a_session_that_ended_meanwhile_changes_no_email(ada):
    this = sign_in(ada)["access_token"]
    sign_ins.sign_out(ada["id"], this)
    with pytest.raises(Unauthenticated, match="revoked"):
        change(caller(ada, this), new_email())
    assert usecases.show(ada["id"])["email"] == ada["email"]


def test_of_two_sessions_that_change_the_email_at_once_one_is_ended(ada, monkeypatch):
    first, second = fill(ada, 2)
    get = accounts.get

    def get_and_be_overtaken(user_id):
        monkeypatch.setattr(accounts, "get", get)
        user = get(user_id)
        change(caller(ada, first), new_email())
        return user

    monkeypatch.setattr(accounts, "get", get_and_be_overtaken)
    with pytest.raises(db.Lost):  # 409; asked again it is 401
        change(caller(ada, second), new_email())
    assert alive(ada) == {first}
    assert sessions.roles_in(second, ada["id"]) is None


def test_the_old_email_sent_again_with_an_old_sign_in_undoes_no_change(ada, monkeypatch):
    first, second = fill(ada, 2)
    get = accounts.get

    def get_and_be_overtaken(user_id):
        monkeypatch.setattr(accounts, "get", get)
        user = get(user_id)
        change(caller(ada, first), new_email())
        return user

    monkeypatch.setattr(accounts, "get", get_and_be_overtaken)
    with pytest.raises(db.Lost):
        change(caller(ada, second, signed_in_at=0), ada["email"])
    with pytest.raises(SignInTooOld):
        change(caller(ada, first, signed_in_at=0), ada["email"])
