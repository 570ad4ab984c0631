"""What is remembered of people, in this process: who was signed out stays so."""

import threading

import pytest
import redis
import sqlalchemy as sa
from accounts import peers, roles, sessions, sign_ins, store, usecases

from shop_rules import bodies, ids
from shop_rules.errors import Unauthenticated

from chassis import (
    auth,
    connections,
    db,
    keys,
    outbox,  # noqa: F401  (one of its tables)
    people,
)
from chassis.config import config

from .conftest import NOBODY

PASSWORD = "correct horse battery"


@pytest.fixture
def become(inside, tmp_path):
    """become(NAME=value, …): accounts, with its tables and keys."""

    def begin(**more):
        files = {"TOKEN_PUBLIC_KEY": str(tmp_path / "public"), "SIGN_INS": str(tmp_path / "people")}
        inside("accounts", **files, TOKEN_PRIVATE_KEY=str(tmp_path / "private"), **more)
        db.metadata.create_all(db.engine())
        keys.make_pair(config().private_key_file, config().public_key_file)

    begin()
    return begin


@pytest.fixture
def ada(become):
    new = {"email": f"{ids.new_id()}@example.com", "name": "Ada", "password": PASSWORD}
    return usecases.sign_up(bodies.checked(bodies.NewUser, new))


def sign_in(user):
    given = {"email": user["email"], "password": PASSWORD}
    return sign_ins.sign_in(bodies.checked(bodies.SignIn, given))


def sessions_of(user):
    with db.reading() as tx:
        return sessions.of_person(tx, user["id"])


def remembered(session_id):
    return people.verified(connections.volatile().get(people.key(session_id)), session_id)


def end_all(user):
    sign_ins.sign_out(sessions_of(user)[0])


def change_password(user):
    given = {"current": PASSWORD, "new": "another horse battery"}
    caller = auth.Caller(user["id"], sessions_of(user)[0], ("customer",))
    usecases.change_password(caller, bodies.checked(bodies.ChangedPassword, given))


def close_account(user):
    usecases.close_account(user["id"])


@pytest.mark.parametrize("end", [end_all, change_password, close_account])
def test_what_cannot_be_told_to_the_cache_does_not_happen(end, ada, become):
    """Others may still reach it, and would go on believing."""
    sign_in(ada)
    before = sessions_of(ada)
    become(CACHE_URL=NOBODY.replace("http", "redis"))
    with pytest.raises(redis.RedisError):
        end(ada)
    assert sessions_of(ada) == before
    sign_in(ada)


def test_whose_email_it_is_that_two_wanted_at_once_is_not_written(ada, monkeypatch):
    written = {}
    monkeypatch.setattr(db.telemetry, "write", lambda event, **fields: written.update(fields))
    new = {"email": f"{ids.new_id()}@example.com", "name": "Grace", "password": PASSWORD}
    grace = usecases.sign_up(bodies.checked(bodies.NewUser, new))
    with pytest.raises(sa.exc.IntegrityError) as refused, db.transaction("race") as tx:
        store.change(tx, grace["id"], email_key=ada["email"])
    assert db.refuse_race(refused.value).status == 409
    assert "users" in written["error"] and ada["email"] not in written["error"]
    assert written["request_id"]


def test_who_was_signed_out_does_not_come_back_as_staff(ada):
    sign_in(ada)
    [session] = sessions_of(ada)
    sign_ins.sign_out(session)
    peers.change_roles([session], ada["id"], ["admin"])
    peers.withdraw_roles([session], ada["id"], ["admin"])
    assert remembered(session) == people.OVER


@pytest.fixture
def clerk(ada):
    """In support and in the catalog, and signed in; there is another admin."""
    new = {"email": f"{ids.new_id()}@example.com", "name": "Boss", "password": PASSWORD}
    usecases.sign_up(bodies.checked(bodies.NewUser, new), "staff", ["admin"])
    for role in ("support", "catalog"):
        roles.make_staff(ada["email"], role)
    sign_in(ada)
    return ada


def known(user):
    """The roles that the other services find."""
    [session] = sessions_of(user)
    return remembered(session)["roles"]


def test_roles_that_cannot_be_withdrawn_from_the_cache_are_not_taken(clerk, become):
    become(CACHE_URL=NOBODY.replace("http", "redis"))
    before = roles.newest_entries(1, None)
    with pytest.raises(redis.RedisError):
        roles.set_roles(ids.new_id(), clerk["id"], ["support"])
    assert usecases.show(clerk["id"])["roles"] == ["catalog", "support"]
    assert roles.newest_entries(1, None) == before


def test_who_dies_after_the_withdrawal_leaves_too_few_roles_and_never_too_many(clerk, monkeypatch):
    def dies(*_):
        raise SystemExit

    monkeypatch.setattr(roles, "_tell_others", dies)
    with pytest.raises(SystemExit):
        roles.set_roles(ids.new_id(), clerk["id"], ["support", "warehouse"])
    assert known(clerk) == ("staff", "support")


def test_the_first_of_two_changes_that_tells_last_tells_what_the_second_left(clerk):
    late = roles._tell_others
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(roles, "_tell_others", lambda _: None)
        roles.set_roles(ids.new_id(), clerk["id"], ["catalog", "support", "warehouse"])
    roles.set_roles(ids.new_id(), clerk["id"], [])
    late(clerk["id"])
    assert known(clerk) == ("staff",)


def test_who_signs_in_while_the_account_is_closed_is_told_gone_or_not_let_in(ada, monkeypatch):
    sign_in(ada)
    let_in, delete = [], store.delete

    def try_to():
        try:
            sign_in(ada)
        except Unauthenticated:
            return
        let_in.extend(sessions_of(ada))

    late = threading.Thread(target=try_to)

    def sign_in_and_delete(tx, user_id):
        late.start()
        late.join(timeout=2)
        delete(tx, user_id)

    monkeypatch.setattr(store, "delete", sign_in_and_delete)
    usecases.close_account(ada["id"])
    late.join()
    assert all(remembered(session) == people.OVER for session in let_in)
