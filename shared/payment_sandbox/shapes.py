"""Converts rows of the ledger to Stripe's objects, without the fields that the shop does not use.

https://docs.stripe.com/api/payment_intents/object, …/charges/object, …/refunds/object,
…/pagination
"""

import json
from sqlite3 import Row

Object = dict[str, object]


def intent(row: Row, charge: Row | None = None) -> Object:
    """A payment intent. charge: the row to show instead of the latest charge's id (`expand`)."""
    error = row["last_payment_error"]
    return {
        "id": row["id"],
        "object": "payment_intent",
        "amount": row["amount"],
        "amount_received": row["amount_received"],
        "canceled_at": row["canceled_at"],
        "capture_method": "automatic",
        "created": row["created"],
        "currency": row["currency"],
        "last_payment_error": error and json.loads(error),
        "latest_charge": charge_of(charge) if charge else row["latest_charge"],
        "livemode": False,
        "metadata": json.loads(row["metadata"]),
        "next_action": _next_action(row["status"]),
        "payment_method": row["payment_method"],
        "payment_method_types": ["card"],
        "status": row["status"],
    }


def charge_of(row: Row) -> Object:
    succeeded = row["status"] == "succeeded"
    return {
        "id": row["id"],
        "object": "charge",
        "amount": row["amount"],
        "amount_captured": row["amount_captured"],
        "amount_refunded": row["amount_refunded"],
        "captured": succeeded,
        "created": row["created"],
        "currency": row["currency"],
        "failure_code": row["failure_code"],
        "failure_message": row["failure_message"],
        "livemode": False,
        "outcome": _outcome(row["decline_code"]),
        "paid": succeeded,
        "payment_intent": row["intent"],
        "payment_method": row["payment_method"],
        "refunded": succeeded and row["amount_refunded"] == row["amount_captured"],
        "status": row["status"],
    }


def refund(row: Row) -> Object:
    return {
        "id": row["id"],
        "object": "refund",
        "amount": row["amount"],
        "charge": row["charge"],
        "created": row["created"],
        "currency": row["currency"],
        "payment_intent": row["intent"],
        "status": "succeeded",
    }


def page(url: str, data: list[Object], has_more: bool) -> Object:
    return {"object": "list", "url": url, "has_more": has_more, "data": data}


def _next_action(status: str) -> Object | None:
    if status == "requires_action":
        return {"type": "use_stripe_sdk", "use_stripe_sdk": {"type": "three_d_secure_redirect"}}
    return None


def _outcome(decline_code: str | None) -> Object:
    """https://docs.stripe.com/api/charges/object#charge_object-outcome"""
    return {
        "network_status": "declined_by_network" if decline_code else "approved_by_network",
        "reason": decline_code,
        "risk_level": "normal",
        "seller_message": (
            f"The bank returned the decline code {decline_code}."
            if decline_code
            else "Payment complete."
        ),
        "type": "issuer_declined" if decline_code else "authorized",
    }
