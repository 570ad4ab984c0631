"""Errors in Stripe's form: {"error": {"type", "message", "code", "param", …}}.

Imitates https://docs.stripe.com/api/errors and https://docs.stripe.com/error-codes.
"""

Body = dict[str, dict[str, object]]


class Refusal(Exception):
    """An error response; `status` and `body` are sent to the client."""

    def __init__(
        self, status: int, message: str, kind: str = "invalid_request_error", **details: object
    ) -> None:
        super().__init__(message)
        given = {name: value for name, value in details.items() if value is not None}
        self.status = status
        self.body: Body = {"error": {"type": kind, "message": message, **given}}


def no_such(thing: str, id_: str, param: str, status: int = 404) -> Refusal:
    """The error for an unknown id: 404 in the path, 400 in a parameter."""
    message = f"No such {thing}: '{id_}'"
    return Refusal(status, message, code="resource_missing", param=param)


def unexpected_state(message: str, intent: object) -> Refusal:
    """The error for a wrong state. intent: its representation, which shows the caller the state."""
    code = "payment_intent_unexpected_state"
    return Refusal(400, message, code=code, payment_intent=intent)


def unrecognized_url(method: str, path: str) -> Refusal:
    return Refusal(404, f"Unrecognized request URL ({method}: {path}).")


def unavailable() -> Refusal:
    return Refusal(503, "The provider is down (switch: outage).", kind="api_error")


def refused_by_switch(status: int) -> Refusal:
    """The error of a switch. status: 409, 429 or 500; nothing was done, and no key is used up."""
    kinds = {409: "idempotency_error", 429: "invalid_request_error", 500: "api_error"}
    codes = {409: "idempotency_key_in_use", 429: "rate_limit"}
    message = f"Refused without effect (switch: refuse {status})."
    return Refusal(status, message, kind=kinds[status], code=codes.get(status))
