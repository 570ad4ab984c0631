"""Payment intents: create, confirm, cancel, each inside one ledger transaction.

https://docs.stripe.com/payments/paymentintents/lifecycle and
https://docs.stripe.com/api/payment_intents. A Refusal raised here is a normal response: it does
not roll the transaction back.
"""

import json
import time
from collections.abc import Mapping
from sqlite3 import Connection, Row

from . import cards, rows, shapes, switches
from .errors import Refusal, unexpected_state

OPEN = ("requires_payment_method", "requires_confirmation", "requires_action")
MISSING_METHOD = (
    "You cannot confirm this PaymentIntent because it's missing a payment method. You can either"
    " update the PaymentIntent with a payment method and then confirm it again, or confirm it"
    " again directly with a payment method."
)


def create(
    db: Connection,
    amount: int,
    currency: str,
    metadata: Mapping[str, str],
    payment_method: str | None = None,
    confirm_now: bool = False,
) -> Row:
    if payment_method:
        cards.outcome_of(payment_method)  # refuses an unknown method before creating an intent
    elif confirm_now:
        raise Refusal(400, MISSING_METHOD, param="payment_method", code="parameter_missing")
    intent = rows.add(
        db,
        "intents",
        amount=amount,
        currency=currency,
        metadata=json.dumps(metadata),
        payment_method=payment_method,
        status="requires_confirmation" if payment_method else "requires_payment_method",
    )
    return confirm(db, intent["id"]) if confirm_now else intent


def confirm(db: Connection, id_: str, payment_method: str | None = None) -> Row:
    """The intent, succeeded or waiting for the buyer. Raises Refusal (402) if it is declined."""
    intent = rows.find(db, "intents", id_, param="intent")
    _check_confirmable(intent)
    payment_method = payment_method or intent["payment_method"]
    if payment_method is None:
        raise unexpected_state(MISSING_METHOD, shapes.intent(intent))
    outcome = cards.outcome_of(payment_method)
    if switches.use(db, "decline_all", "confirm"):
        outcome = cards.DECLINED
    if outcome == cards.APPROVED:
        return _capture(db, intent, payment_method)
    if outcome == cards.NEEDS_ACTION:
        changes = {"status": "requires_action", "payment_method": payment_method}
        return rows.change(db, "intents", id_, **changes, last_payment_error=None)
    raise _decline(db, intent, payment_method, outcome)


def cancel(db: Connection, id_: str) -> Row:
    intent = rows.find(db, "intents", id_, param="intent")
    if intent["status"] not in OPEN:
        message = (
            f"You cannot cancel this PaymentIntent because it has a status of {intent['status']}."
            " Only a PaymentIntent with one of the following statuses may be canceled:"
            f" {', '.join(OPEN)}."
        )
        raise unexpected_state(message, shapes.intent(intent))
    return rows.change(db, "intents", id_, status="canceled", canceled_at=int(time.time()))


def _check_confirmable(intent: Row) -> None:
    message = None
    if intent["status"] == "succeeded":
        message = (
            "You cannot confirm this PaymentIntent because it has already succeeded after being"
            " previously confirmed."
        )
    elif intent["status"] not in OPEN:
        message = (
            f"You cannot confirm this PaymentIntent because it has a status of {intent['status']}."
            " Only a PaymentIntent with one of the following statuses may be confirmed:"
            " requires_confirmation, requires_action."
        )
    if message:
        raise unexpected_state(message, shapes.intent(intent))


def _capture(db: Connection, intent: Row, payment_method: str) -> Row:
    charge = _charge(db, intent, payment_method, "succeeded", amount_captured=intent["amount"])
    return rows.change(
        db,
        "intents",
        intent["id"],
        status="succeeded",
        payment_method=payment_method,
        amount_received=intent["amount"],
        latest_charge=charge["id"],
        last_payment_error=None,
    )


def _decline(db: Connection, intent: Row, payment_method: str, decline: cards.Decline) -> Refusal:
    """The Refusal. The intent is open again, and stores the failed charge and the reason."""
    charge = _charge(
        db,
        intent,
        payment_method,
        "failed",
        amount_captured=0,
        failure_code=decline.code,
        failure_message=decline.message,
        decline_code=decline.decline_code,
    )
    reason = {
        "code": decline.code,
        "decline_code": decline.decline_code,
        "param": decline.param,
        "charge": charge["id"],
    }
    refusal = Refusal(402, decline.message, kind="card_error", **reason)
    intent = rows.change(
        db,
        "intents",
        intent["id"],
        status="requires_payment_method",
        payment_method=None,
        latest_charge=charge["id"],
        last_payment_error=json.dumps(refusal.body["error"]),
    )
    refusal.body["error"]["payment_intent"] = shapes.intent(intent)
    return refusal


def _charge(db: Connection, intent: Row, payment_method: str, status: str, **more: object) -> Row:
    kept = {"amount": intent["amount"], "currency": intent["currency"]}
    kept |= {"payment_method": payment_method, "status": status}
    return rows.add(db, "charges", intent=intent["id"], **kept, **more)
