"""A concurrent request finishes between a read and the write that depends on it."""

from functools import partial
from types import SimpleNamespace

import pyotp
import pytest

from chalicelib import aws, db, idempotency
from chalicelib.accounts import admins, sign_ins
from chalicelib.accounts import roles as accounts_roles
from chalicelib.accounts import store as accounts
from chalicelib.accounts import tasks as accounts_tasks
from chalicelib.accounts import usecases as accounts_usecases
from chalicelib.cart import store as cart
from chalicelib.orders import peers, waiting
from chalicelib.orders import store as orders
from chalicelib.orders import usecases as orders_usecases
from shop_rules import bodies, ids
from shop_rules.errors import Conflict, Invalid, NotFound

LINE = {"product_id": ids.new_id(), "name": "Kettle", "unit_price": 4200, "quantity": 1}
SHIPMENT = bodies.Shipment(carrier="DHL", tracking="JD014600003828")
pytestmark = pytest.mark.usefixtures("tables")


def sign_up():
    email = f"{ids.new_id()}@shop.example"
    new = bodies.NewUser(email=email, name="Ada", password="long enough for it")
    return accounts_usecases.sign_up(new)


def an_order(person, *statuses):
    """Its id; as if it had gone through these statuses."""
    order_id = ids.new_id()
    with db.transaction("add_in_a_test") as tx:
        orders.add(tx, order_id, person["id"], ids.new_id(), [LINE], "pm_card_visa", {}, "")
    with db.transaction("move_in_a_test") as tx:
        orders.move(tx, orders.to_settle(order_id), *statuses)
    return order_id


def once_before(monkeypatch, module, name, meanwhile):
    """The first call of that function comes after a concurrent change."""
    call = getattr(module, name)

    def called(*arguments, **more):
        monkeypatch.setattr(module, name, call)
        meanwhile()
        return call(*arguments, **more)

    monkeypatch.setattr(module, name, called)


def staff():
    """How many are counted."""
    return (db.get(accounts.TABLE, admins._ADMINS) or {"members": 0})["members"]


def test_who_becomes_staff_while_leaving_is_not_counted_for_ever(monkeypatch):
    person, before = sign_up(), staff()
    promoted = partial(accounts_roles.make_staff, person["email"], "admin")
    once_before(monkeypatch, accounts, "delete", promoted)
    with pytest.raises(db.Lost):
        accounts_usecases.close_account(person["id"])
    assert accounts.exists(person["id"]) and staff() == before + 1


def test_a_code_of_a_secret_that_was_replaced_meanwhile_turns_nothing_on(monkeypatch):
    person = sign_up()
    code = pyotp.parse_uri(sign_ins.begin_mfa(person["id"])).now()
    again = partial(sign_ins.begin_mfa, person["id"])
    once_before(monkeypatch, accounts, "set_mfa", again)
    with pytest.raises(Invalid):
        sign_ins.turn_mfa_on(person["id"], code)
    assert not accounts.get(person["id"])["mfa_enabled"]


def test_what_was_confirmed_is_shipped_also_if_its_owner_leaves_just_then(monkeypatch):
    person = sign_up()
    order_id = an_order(person, "confirmed")
    left = partial(accounts_usecases.close_account, person["id"])
    once_before(monkeypatch, peers, "notify", left)
    assert orders_usecases.ship(order_id, SHIPMENT)["status"] == "shipped"


@pytest.mark.parametrize("had_one", [True, False])
def test_what_is_put_in_a_cart_whose_owner_leaves_just_then_does_not_stay(monkeypatch, had_one):
    user_id = sign_up()["id"]
    if had_one:
        cart.put(user_id, ids.new_id(), 1)

    def leave():
        accounts_usecases.close_account(user_id)
        accounts_tasks.catch_up()

    once_before(monkeypatch, cart, "_replace", leave)
    with pytest.raises(NotFound):
        cart.put(user_id, ids.new_id(), 1)
    assert db.get(cart.TABLE, {"user_id": user_id}) is None


def test_of_two_who_ship_the_second_is_told_why_not(monkeypatch):
    order_id = an_order(sign_up(), "confirmed")
    shipped = partial(orders_usecases.ship, order_id, SHIPMENT)
    once_before(monkeypatch, peers, "notify", shipped)
    with pytest.raises(Conflict, match="shipped"):
        orders_usecases.ship(order_id, SHIPMENT)


def test_a_key_is_either_free_or_claimed_also_in_the_second_in_which_it_expires(monkeypatch):
    """At each moment: a request that finds no earlier one may claim it."""
    key, user_id = ids.new_id(), ids.new_id()
    moment = SimpleNamespace(time=lambda: 1_000_000)
    monkeypatch.setattr(idempotency, "time", moment)
    asked = (user_id, "ship in a test", key, SHIPMENT)

    def claim(result):
        with db.transaction("claim_in_a_test") as tx:
            idempotency.claim(tx, *asked, result)

    claim("first")
    moment.time = lambda: 1_000_000 + idempotency.KEPT_SECONDS + 0.5
    assert idempotency.earlier_result(*asked) == "first"
    with pytest.raises(db.Lost):
        claim("second")
    moment.time = lambda: 1_000_000 + idempotency.KEPT_SECONDS + 1
    assert idempotency.earlier_result(*asked) is None
    claim("second")


class Repeating:
    """A client that sends an update again because the answer was lost, as botocore's does."""

    def __init__(self, client):
        self._client = client

    def __getattr__(self, operation):
        return getattr(self._client, operation)

    def update_item(self, **asked):
        self._client.update_item(**asked)
        return self._client.update_item(**asked)


def test_an_order_is_worked_on_also_if_it_was_told_twice_that_it_is_taken(monkeypatch):
    order_id = an_order(sign_up(), "pending")
    repeating = Repeating(aws.client("dynamodb"))
    monkeypatch.setattr(aws, "client", lambda service: repeating)
    assert waiting.lease(order_id, 60)["attempts"] == 1
    assert waiting.lease(order_id, 60) is None


def test_nobody_works_on_an_order_that_is_final():
    assert waiting.lease(an_order(sign_up(), "delivered"), 60) is None
