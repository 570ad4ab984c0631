"""Refunds, at most the captured amount: https://docs.stripe.com/api/refunds/create."""

from sqlite3 import Connection, Row

from . import rows
from .errors import Refusal


def refund(db: Connection, intent_id: str, amount: int | None = None) -> Row:
    """The refund. amount: cents; None refunds the rest."""
    rows.find(db, "intents", intent_id, param="payment_intent")
    charge = _captured(db, intent_id)
    left = charge["amount_captured"] - charge["amount_refunded"]
    if left == 0:
        message = f"Charge {charge['id']} has already been refunded."
        raise Refusal(400, message, code="charge_already_refunded")
    amount = amount or left
    if amount > left:
        message = (
            f"Refund amount ({_money(amount)}) is greater than unrefunded amount on charge"
            f" ({_money(left)})"
        )
        raise Refusal(400, message, param="amount")  # The real one gives no code here either.
    refunded = charge["amount_refunded"] + amount
    rows.change(db, "charges", charge["id"], amount_refunded=refunded)
    kept = {"intent": intent_id, "charge": charge["id"], "currency": charge["currency"]}
    return rows.add(db, "refunds", amount=amount, **kept)


def _captured(db: Connection, intent_id: str) -> Row:
    query = "SELECT * FROM charges WHERE intent = ? AND status = 'succeeded'"
    charge = db.execute(query, (intent_id,)).fetchone()
    if charge is None:
        message = f"This PaymentIntent ({intent_id}) does not have a successful charge to refund."
        raise Refusal(400, message)
    return charge


def _money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"
