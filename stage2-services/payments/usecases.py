"""Charging and refunding, in idempotent steps.

Create the intent unconfirmed, store its id, confirm it: whichever reply is lost, its id is stored
and its status can be read. No transaction is open during a call to the provider.
"""

from shop_rules import times
from shop_rules.pricing import CURRENCY
from shop_rules.shapes import OrderId, Payment, PaymentStatus, UserId

from chassis import db, telemetry
from chassis.config import config
from chassis.shapes import OrderToCharge

from . import provider, store

KNOWN = ("captured", "declined", "cancelled")


class OwnedPayment(Payment):
    user_id: UserId | None  # the owner; None if no charge has begun


def show(order_id: OrderId) -> OwnedPayment | None:
    """The payment, or None if neither a charge nor a refund has begun."""
    with db.reading() as tx:
        row = store.get(tx, order_id)
    return {**store.as_payment(row), "user_id": row.user_id} if row else None


def charge(order: OrderToCharge, payment_method: str) -> PaymentStatus | None:
    """'captured', 'declined', 'cancelled' (after too long a wait), or None: not known yet.

    An outcome is committed before it is returned.
    """
    known = _begin(order)
    if known == "refunded":
        return "captured"  # it was, before the refund
    outcome = known if known in KNOWN else _charge(order, payment_method)
    if outcome and outcome != known:
        with db.transaction("record_charge") as tx:
            store.record(tx, order["id"], known, outcome)
    return outcome


def refund(order_id: OrderId) -> bool:
    """True once the provider has confirmed the refund, or if nothing was ever charged."""
    with db.transaction("begin_refund") as tx:
        store.forbid(tx, order_id)
        status = db.there(store.get(tx, order_id)).status
    if status == "captured" and _refund(order_id):
        with db.transaction("record_refund") as tx:
            store.record(tx, order_id, "captured", "refunded")
        return True
    return status in ("refunded", "cancelled", "declined")


def _charge(order: OrderToCharge, payment_method: str) -> PaymentStatus | None:
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


def _refund(order_id: OrderId) -> bool:
    with db.reading() as tx:
        reference = db.there(store.get(tx, order_id)).provider_reference
    try:
        if _refunded(provider.read(reference)):
            return True
        provider.refund(reference, order_id)
        return _refunded(provider.read(reference))
    except (provider.Unknown, provider.Declined) as error:
        telemetry.write("refund unknown", level=40, order_id=order_id, error=str(error))
        return False


def _begin(order: OrderToCharge) -> PaymentStatus:
    """Begin the order's payment if it hasn't begun, and return its status."""
    with db.transaction("begin_payment") as tx:
        store.begin(tx, order["id"], order["user_id"], order["total"])
        return db.there(store.get(tx, order["id"])).status


def _reference(order: OrderToCharge) -> str:
    """The intent's id, stored before anything is charged."""
    with db.reading() as tx:
        reference = db.there(store.get(tx, order["id"])).provider_reference
    if reference is None:
        reference = provider.create_intent(order["id"], order["total"], CURRENCY)
        with db.transaction("store_reference") as tx:
            store.set_reference(tx, order["id"], reference)
    return reference


def _confirmed(order: OrderToCharge, reference: str, payment_method: str) -> provider.Intent:
    try:
        return provider.confirm(reference, order["id"], payment_method)
    except provider.Unknown:
        return provider.read(reference)


def _waited_too_long(order: OrderToCharge) -> bool:
    return -times.seconds_until(order["created_at"]) > config().payment_patience


def _give_up(order: OrderToCharge, reference: str) -> PaymentStatus | None:
    return _outcome(provider.cancel(reference, order["id"]))


def _outcome(intent: provider.Intent) -> PaymentStatus | None:
    outcomes: dict[str, PaymentStatus] = {"succeeded": "captured", "canceled": "cancelled"}
    return outcomes.get(intent["status"])


def _refunded(intent: provider.Intent) -> bool:
    charge = intent.get("latest_charge") or {}
    return charge.get("amount_refunded", 0) >= intent["amount"]
