"""Accounts move there and back: open sessions stay open, and ended ones stay ended.

The mutants below are hand-overs without one of their parts. Each must fail one of the checks here.
"""

import pytest
from accounts import peers

from move import guard, sessions, staff
from move.accounts import Accounts
from move.rows import plain

from chassis import connections

from .signed_in import PASSWORD, opened
from .walking import Died


@pytest.fixture
def moving(sides, tmp_path, monkeypatch):
    """Stage 1, and accounts of stage 2 with the keys that `make move` gives to it."""
    with opened(sides, tmp_path, monkeypatch) as found:
        yield found


# ---------------------------------------------------------------- what has to hold


def check_tokens_stay_valid(moving):
    """Both sides sign with one key: each accepts the other's tokens."""
    for side, other in (("old", "new"), ("new", "old")):
        moving.to(side)
        person = moving.person()
        moving.to(other)
        assert moving.is_signed_in(person.tokens, person) == (True, True)
        again = moving.refresh(person.tokens["refresh_token"])
        assert again.status_code == 201
        assert moving.is_signed_in(again.json["data"], person) == (True, True)
        assert moving.sign_in(person).status_code == 201


def check_a_session_that_ended_is_over(moving):
    """In a service, too, that has just read that it is open."""
    for side, other in (("old", "new"), ("new", "old")):
        moving.to(side)
        person = moving.person()
        assert moving.is_signed_in(person.tokens, person) == (True, True)
        moving.to(other)
        moving.end(person.tokens)
        assert moving.is_signed_in(person.tokens, person) == (False, False)
        moving.to(side)
        assert moving.is_signed_in(person.tokens, person) == (False, False)


def check_no_entry_is_written_late(moving):
    """A request that began before the hand-over read that a session is open. It tries to cache that
    when stage 1 holds."""
    person = moving.person()
    moving.to("new")
    with moving.before(peers, "remember_session", lambda: moving.to("old")):
        assert moving.believed(person.tokens, person)
    assert moving.holders() == ["old"]
    moving.end(person.tokens)
    assert moving.is_signed_in(person.tokens, person) == (False, False)


def check_a_refresh_token_works_once(moving):
    """A second use ends the session, on whichever side it arrives (RFC 9700, 4.14)."""
    for side, other in (("old", "new"), ("new", "old")):
        moving.to(side)
        person = moving.person()
        used = person.tokens["refresh_token"]
        fresh = moving.refresh(used).json["data"]
        moving.to(other)
        assert moving.is_signed_in(fresh, person) == (True, True)
        assert moving.refresh(used).status_code == 401
        assert moving.is_signed_in(fresh, person) == (False, False)
        assert moving.refresh(fresh["refresh_token"]).status_code == 401


def check_guesses_are_counted_on(moving):
    """Six wrong passwords on one side and four on the other are ten."""
    person = moving.person()
    for side, guesses in (("old", 6), ("new", 4)):
        moving.to(side)
        for _ in range(guesses):
            assert moving.sign_in(person, "wrong password").status_code == 401
    for side in ("new", "old"):
        moving.to(side)
        assert moving.sign_in(person).status_code == 429


def check_a_code_works_once(moving):
    for side, other in (("old", "new"), ("new", "old")):
        moving.to(side)
        person = moving.person()
        code = moving.second_factor(person)
        moving.to(other)
        assert moving.sign_in(person).status_code == 401
        assert moving.sign_in(person, otp=code).status_code == 401


def check_a_change_of_password_is_seen(moving):
    """It ends all sessions, and the old password stops working."""
    for side, other in (("old", "new"), ("new", "old")):
        moving.to(side)
        person = moving.person()
        assert moving.is_signed_in(person.tokens, person) == (True, True)
        moving.to(other)
        wanted = {"current": PASSWORD, "new": "another horse battery"}
        token = person.tokens["access_token"]
        path = f"{person.path}/password"
        assert moving.ask("PUT", path, token, wanted).status_code == 204
        moving.to(side)
        assert moving.is_signed_in(person.tokens, person) == (False, False)
        assert moving.sign_in(person).status_code == 401
        assert moving.sign_in(person, wanted["new"]).status_code == 201


def check_a_closed_account_is_gone(moving):
    for side, other in (("old", "new"), ("new", "old")):
        moving.to(side)
        person = moving.person()
        assert moving.is_signed_in(person.tokens, person) == (True, True)
        moving.to(other)
        token = person.tokens["access_token"]
        assert moving.ask("DELETE", person.path, token).status_code == 204
        moving.to(side)
        assert moving.is_signed_in(person.tokens, person) == (False, False)
        assert moving.sign_in(person).status_code == 401


CHECKS = [
    check_tokens_stay_valid,
    check_a_session_that_ended_is_over,
    check_no_entry_is_written_late,
    check_a_refresh_token_works_once,
    check_guesses_are_counted_on,
    check_a_code_works_once,
    check_a_change_of_password_is_seen,
    check_a_closed_account_is_gone,
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__[6:])
def test_it_holds(moving, check):
    check(moving)


def kept():
    return set(connections.volatile().scan_iter("session:*"))


def test_a_service_remembers_a_session_while_stage_2_holds(moving):
    """Otherwise the checks above would only show that an empty cache is harmless."""
    person = moving.person()
    assert moving.believed(person.tokens, person) and kept() == set()
    moving.to("new")
    assert moving.believed(person.tokens, person)
    assert len(kept()) == 2 and sessions.LEAVE in kept()
    moving.to("old")
    assert kept() == set()


def test_a_hand_over_between_the_look_and_the_write(moving):
    person = moving.person()
    moving.to("new")
    with moving.after(sessions, "_has_leave", lambda: moving.to("old")):
        assert moving.believed(person.tokens, person)
    assert moving.holders() == ["old"] and kept() == set()


def test_a_cache_that_is_lost_is_filled_again(moving):
    person = moving.person()
    moving.to("new")
    connections.volatile().flushdb()
    assert moving.believed(person.tokens, person) and kept() == set()
    moving.to("new")
    assert moving.believed(person.tokens, person) and len(kept()) == 2


def test_a_leave_of_an_earlier_epoch_is_none(moving):
    """A mover that was frozen sets it when it wakes up."""
    person = moving.person()
    moving.to("new")
    late = connections.volatile().get(sessions.LEAVE)
    moving.to("old")
    moving.move("new")
    connections.volatile().set(sessions.LEAVE, late)
    assert moving.believed(person.tokens, person)
    assert kept() == {sessions.LEAVE}


def test_staff_are_made_on_the_side_that_holds(moving):
    for side, other in (("old", "new"), ("new", "old")):
        moving.to(side)
        person = moving.person()
        staff.main(person.email, "support")
        staff.main(person.email)
        for each in (side, other):
            moving.to(each)
            shown = moving.ask("GET", person.path, person.tokens["access_token"]).json["data"]
            assert (shown["role"], shown["roles"]) == ("staff", ["admin", "support"])
            log = moving.ask("GET", "/audit", person.tokens["access_token"]).json["data"]
            mine = [entry["after"] for entry in log if entry["user_id"] == person.id]
            assert mine == [["admin", "support"], ["support"]]
    moving.to("new")
    with pytest.raises(SystemExit, match="Sign up first"):
        staff.main("not-here@shop.example")


def test_while_neither_side_holds_nobody_signs_in(moving):
    person = moving.person()
    with pytest.raises(Died):
        moving.move("new", die_after="fence")
    assert moving.holders() == []
    for side in ("old", "new"):
        wanted = {"email": person.email, "password": PASSWORD}
        assert moving.ask_of(side, "POST", "/tokens", json=wanted).status_code == 421
    with pytest.raises(guard.Moved):
        moving.believed(person.tokens, person)
    moving.move("new")
    assert moving.is_signed_in(person.tokens, person) == (True, True)


# ---------------------------------------------------------------- hand-overs that lack something


def without_emptying(monkeypatch):
    monkeypatch.setattr(Accounts, "drain", lambda *_: True)


def without_leave(monkeypatch):
    """Write every entry, as if nothing moved."""
    monkeypatch.setattr(sessions, "Connections", connections)


def without_used(monkeypatch):
    """Never mark a refresh token as used that already exists on the other side."""
    real = plain.upsert

    def upsert(database, table, columns, found, kept=(), key=1):
        found = [{**row, "used": False} if "used" in row else row for row in found]
        real(database, table, columns, found, kept, key)

    monkeypatch.setattr(plain, "upsert", upsert)


MUTANTS = [
    (without_emptying, check_a_session_that_ended_is_over),
    (without_leave, check_no_entry_is_written_late),
    (without_used, check_a_refresh_token_works_once),
]


@pytest.mark.parametrize(("mutant", "check"), MUTANTS, ids=lambda each: each.__name__)
def test_a_hand_over_that_lacks_something_is_caught(request, monkeypatch, mutant, check):
    mutant(monkeypatch)
    moving = request.getfixturevalue("moving")
    with pytest.raises(AssertionError):
        check(moving)
