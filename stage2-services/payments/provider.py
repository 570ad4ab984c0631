"""The payment provider, over HTTP in the form Stripe publishes.

https://docs.stripe.com/api/payment_intents and https://docs.stripe.com/api/refunds
Every call has a time-out, and every POST an idempotency key, so that it can be sent again.
"""

from functools import cache
from typing import Any, Literal, NotRequired, TypedDict

import requests

from shop_rules.shapes import Cents, OrderId

from chassis import faults, telemetry
from chassis.config import config

CONNECT_SECONDS, READ_SECONDS = 3, 8
_FINAL_FOR = ("payment_method", "amount")  # an unknown method, an amount that is too small
VERSION = "2025-09-30.clover"


class Charge(TypedDict, total=False):
    amount_refunded: Cents


class Intent(TypedDict):
    """A payment intent, as far as the shop reads it."""

    id: str
    status: str
    amount: Cents
    latest_charge: NotRequired[Charge | None]  # if it was asked for


Form = dict[str, str | int]
Answer = Any  # an intent, the provider's error, or what failed: the outcome says which
Outcome = Literal["ok", "declined", "unknown"]


class Unknown(Exception):
    """It may or may not have happened: a time-out, a broken connection, a failing provider."""


class Declined(Exception):
    """The provider has definitely declined this payment method."""


def create_intent(order_id: OrderId, amount: Cents, currency: str) -> str:
    """Create the order's payment intent, not charged yet, and return its id."""
    form: Form = {"amount": amount, "currency": currency.lower(), "metadata[order_id]": order_id}
    form["payment_method_types[]"] = "card"
    return _call("create", "POST", "/v1/payment_intents", form, order_id)["id"]


def confirm(reference: str, order_id: OrderId, payment_method: str) -> Intent:
    """Charge it and return the intent after that; raises Declined."""
    form: Form = {"payment_method": payment_method}
    return _call("confirm", "POST", f"{_intent(reference)}/confirm", form, f"confirm-{order_id}")


def read(reference: str) -> Intent:
    return _call("read", "GET", f"{_intent(reference)}?expand[]=latest_charge")


def cancel(reference: str, order_id: OrderId) -> Intent:
    """Cancel it if it isn't too late, and return the intent after that."""
    return _call("cancel", "POST", f"{_intent(reference)}/cancel", {}, f"cancel-{order_id}")


def refund(reference: str, order_id: OrderId) -> None:
    form: Form = {"payment_intent": reference}
    _call("refund", "POST", "/v1/refunds", form, f"refund-{order_id}")


def is_up() -> bool:
    _, outcome = _send("GET", "/v1/payment_intents?limit=1", timeout=(1, 2))
    return outcome == "ok"


def _intent(reference: str) -> str:
    return f"/v1/payment_intents/{reference}"


def _call(
    call: str, method: str, path: str, form: Form | None = None, key: str | None = None
) -> Intent:
    faults.reach(f"provider.{call}:before")
    with telemetry.measured("provider"):
        answer, outcome = _send(method, path, form, key)
    telemetry.provider_calls.labels(call, outcome).inc()
    faults.reach(f"provider.{call}:after")
    if outcome == "ok":
        return answer
    raise Declined(answer["message"]) if outcome == "declined" else Unknown(str(answer))


def _send(
    method: str,
    path: str,
    form: Form | None = None,
    key: str | None = None,
    timeout: tuple[float, float] = (CONNECT_SECONDS, READ_SECONDS),
) -> tuple[Answer, Outcome]:
    """(the answer, the provider's error, or the failure's text; the outcome: which of these)"""
    headers = {"Stripe-Version": VERSION, "traceparent": telemetry.next_traceparent()}
    headers["Authorization"] = f"Bearer {config().payment_key}"
    if key:
        headers["Idempotency-Key"] = key
    try:
        response = _session().request(
            method,
            config().payment_url + path,
            data=form,
            headers=headers,
            timeout=timeout,
            allow_redirects=False,
        )
        return _understood(response.status_code, response.json())
    except (requests.RequestException, ValueError) as error:
        return type(error).__name__, "unknown"


def _understood(status: int, content: Answer) -> tuple[Answer, Outcome]:
    if status == 200:
        return content, "ok"
    error = content.get("error", {})
    if status == 402 or (status == 400 and error.get("param") in _FINAL_FOR):
        return error, "declined"
    if error.get("code") == "payment_intent_unexpected_state" and "payment_intent" in error:
        return error["payment_intent"], "ok"
    return f"{status} {error.get('code')}", "unknown"


@cache
def _session() -> requests.Session:
    """One pool of connections for all threads."""
    session = requests.Session()
    session.mount("http", requests.adapters.HTTPAdapter(pool_maxsize=32))
    session.trust_env = False  # ignore proxies and .netrc
    return session
