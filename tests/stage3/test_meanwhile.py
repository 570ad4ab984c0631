"""Somebody else is done between a read and the write that stands on it."""

from functools import partial

import pytest

from chalicelib import db
from chalicelib.accounts import store as accounts
from chalicelib.accounts import usecases as accounts_usecases
from shop_rules import bodies, ids

pytestmark = pytest.mark.usefixtures("tables")


def sign_up():
    email = f"{ids.new_id()}@shop.example"
    new = bodies.NewUser(email=email, name="Ada", password="long enough for it")
    return accounts_usecases.sign_up(new)


def once_before(monkeypatch, module, name, meanwhile):
    """The first call of that function comes after what somebody else does."""
    call = getattr(module, name)

    def called(*arguments, **more):
        monkeypatch.setattr(module, name, call)
        meanwhile()
        return call(*arguments, **more)

    monkeypatch.setattr(module, name, called)


def staff():
    """How many are counted."""
    return (db.get(accounts.TABLE, accounts._STAFF) or {"members": 0})["members"]


def test_who_becomes_staff_while_leaving_is_not_counted_for_ever(monkeypatch):
    person, before = sign_up(), staff()
    promoted = partial(accounts_usecases.make_staff, person["email"])
    once_before(monkeypatch, accounts, "delete", promoted)
    with pytest.raises(db.Lost):
        accounts_usecases.close_account(person["id"])
    assert accounts.exists(person["id"]) and staff() == before + 1
