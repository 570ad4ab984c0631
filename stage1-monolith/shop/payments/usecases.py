"""Charging and refunding, in idempotent steps.

Create the intent unconfirmed, store its id, confirm it: whichever reply is lost, its id is stored
and its status can be read. No transaction is open during a call to the provider.
"""

from shop_rules import times
from shop_rules.errors import NotFound
from shop_rules.pricing import CURRENCY
from shop_rules.shapes import Order, OrderId, Payment, PaymentStatus

from .. import db, telemetry
from ..config import config
from . import provider, store


def show(order_id: OrderId) -> Payment:
    with db.reading() as tx:
        return store.as_payment(_begun(tx, order_id))


def charge(order: Order, payment_method: str) -> PaymentStatus | None:
    """'captured', 'declined', 'cancelled' (after too long a wait), or None: not known yet."""
    try:
        reference = _reference(order)
        if _waited_too_long(order):
            return _give_up(order, reference)
        intent = _confirmed(order, reference, payment_method)
        if intent["status"] == "requires_action":  # 3-D Secure: no customer is there to answer it
            return "declined" if _give_up(order, reference) == "cancelled" else None
        return _outcome(intent)
    except provider.Declined:
        return "declined"
    except provider.Unknown as error:
        telemetry.write("charge unknown", level=30, order_id=order["id"], error=str(error))
        return None


def refund(order_id: OrderId) -> bool:
    """True once the provider has confirmed the refund."""
    with db.reading() as tx:
        reference = _begun(tx, order_id).provider_reference
    try:
        if _refunded(provider.read(reference)):
            return True
        provider.refund(reference, order_id)
        return _refunded(provider.read(reference))
    except (provider.Unknown, provider.Declined) as error:
        telemetry.write("refund unknown", level=40, order_id=order_id, error=str(error))
        return False


def _begun(tx: db.Tx, order_id: OrderId) -> db.Row:
    row = store.get(tx, order_id)
    if row is None:
        raise NotFound("No charge was begun.")
    return row


def _reference(order: Order) -> str:
    """The intent's id, stored before anything is charged."""
    with db.reading() as tx:
        reference = _begun(tx, order["id"]).provider_reference
    if reference is None:
        reference = provider.create_intent(order["id"], order["total"], CURRENCY)
        with db.transaction("store_reference") as tx:
            store.set_reference(tx, order["id"], reference)
    return reference


def _confirmed(order: Order, reference: str, payment_method: str) -> provider.Intent:
    try:
        return provider.confirm(reference, order["id"], payment_method)
    except provider.Unknown:
        return provider.read(reference)


def _waited_too_long(order: Order) -> bool:
    return -times.seconds_until(order["created_at"]) > config().payment_patience


def _give_up(order: Order, reference: str) -> PaymentStatus | None:
    return _outcome(provider.cancel(reference, order["id"]))


def _outcome(intent: provider.Intent) -> PaymentStatus | None:
    outcomes: dict[str, PaymentStatus] = {"succeeded": "captured", "canceled": "cancelled"}
    return outcomes.get(intent["status"])


def _refunded(intent: provider.Intent) -> bool:
    charge = intent.get("latest_charge") or {}
    return charge.get("amount_refunded", 0) >= intent["amount"]
