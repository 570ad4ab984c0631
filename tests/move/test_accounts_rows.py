"""People and their sessions stay the same there and back, in whatever order their rows arrive."""

import itertools

import pytest

from move import comparing
from move.follower import Follower
from move.rows import accounts

from . import made

TABLES = [each.table for each in accounts.FORWARD]


class Sides:
    def __init__(self, sides):
        self.old, self.new = sides.old, sides.open["accounts"]
        self._sides = sides

    def carry(self, *tables, way=accounts.FORWARD):
        """Carry over these tables, in that order."""
        for direction in (each for table in tables for each in way if each.table == table):
            follower = Follower(direction, self._sides.open.__getitem__)
            follower.all()

    def differing(self):
        return [
            key
            for each in accounts.FORWARD
            for key in comparing.differing(self.old, self.new, each)
        ]


@pytest.fixture
def both(sides, monkeypatch):
    monkeypatch.setattr(comparing, "SETTLES_WITHIN", 0.2)
    sides.expand("accounts")
    return Sides(sides)


def signed_in(both, key="a", **more):
    user = made.person(both.old)
    change(both.old, "users", user, email=key, email_key=key, **more)
    made.session(both.old, user, key)
    return user


def change(database, table, key, **values):
    columns = ", ".join(f"{name} = %s" for name in values)
    database.execute(f"UPDATE {table} SET {columns} WHERE id = %s", [*values.values(), key])


@pytest.mark.parametrize("order", list(itertools.permutations(accounts.TABLES)), ids=" ".join)
def test_whatever_arrives_first_all_of_it_is_there(both, order):
    signed_in(both, mfa_secret="x", mfa_enabled=True, mfa_last_step=77)
    both.carry(*order, *accounts.ALONE)
    assert both.differing() == []
    assert made.rows(both.new, "users") == made.rows(both.old, "users")


def test_they_are_the_same_after_they_came_back(both):
    signed_in(both)
    both.carry(*TABLES)
    for database in (both.old, both.new):
        database.execute("UPDATE move_state SET holder = 'new'")
    both.new.execute("UPDATE users SET mfa_last_step = 78")
    both.new.execute("UPDATE refresh_tokens SET used = true")
    both.new.execute("DELETE FROM failed_attempts")
    both.carry(*TABLES[::-1], way=accounts.BACK)
    assert both.differing() == []
    assert made.rows(both.old, "users")[0]["mfa_last_step"] == 78


@pytest.mark.parametrize("notes", [100, 1])
def test_two_who_swap_their_addresses_do_not_get_in_each_others_way(both, notes, monkeypatch):
    """Even if each arrives in a round of its own."""
    monkeypatch.setattr("move.follower.AT_ONCE", notes)
    ada, bob = signed_in(both, "ada"), signed_in(both, "bob")
    both.carry(*TABLES)
    with both.old.transaction():
        for key, address in ((ada, "?"), (bob, "ada"), (ada, "bob")):
            change(both.old, "users", key, email=address, email_key=address)
    both.carry("users")
    assert both.differing() == []
    assert {row["id"]: row["email_key"] for row in made.rows(both.new, "users")} == {
        ada: "bob",
        bob: "ada",
    }


def test_an_address_of_one_who_has_left_is_free(both):
    first = signed_in(both, "ada")
    both.carry(*TABLES)
    both.old.execute("DELETE FROM users WHERE id = %s", [first])
    second = made.person(both.old)
    change(both.old, "users", second, email="ada", email_key="ada")
    both.carry("users")
    assert [row["id"] for row in made.rows(both.new, "users")] == [second]
    both.carry(*TABLES)
    assert both.differing() == [] and made.rows(both.new, "sessions") == []


def test_a_session_whose_person_has_left_since_it_was_noted_is_gone(both):
    user = signed_in(both)
    both.old.execute("DELETE FROM users WHERE id = %s", [user])
    both.carry("refresh_tokens", "sessions", "failed_attempts", "users")
    assert made.rows(both.new, "users") == made.rows(both.new, "sessions") == []
    assert both.differing() == []


def test_a_session_that_brings_its_person_along_does_not_make_them_old_again(both):
    user = signed_in(both)
    both.carry(*TABLES)
    change(both.old, "users", user, name="Countess")
    made.insert(both.old, "sessions", {"id": "later", "user_id": user, "expires_at": "2031"})
    both.carry("users", "sessions")
    assert made.rows(both.new, "users")[0]["name"] == "Countess" and both.differing() == []
