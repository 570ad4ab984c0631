"""The request headers that the shop reads: token, request id, trace, and idempotency key."""

import re
import secrets
import uuid

from .errors import Malformed, Unauthenticated

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")
_IDEMPOTENCY_KEY = re.compile(r"[!-~]{1,255}")
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^:\[\]]+)(?::[0-9]*)?")
_THIS_MACHINE = ("localhost", "127.0.0.1", "[::1]")
_TRACEPARENT = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")


def request_id(sent: str | None) -> str:
    """The client's X-Request-ID if it is safe to echo and log, else a new one."""
    return sent if sent and _REQUEST_ID.fullmatch(sent) else str(uuid.uuid4())


def check_host(sent: str, public_host: str | None = None) -> None:
    """Raise Malformed for a Host that names neither this machine nor public_host.

    This stops DNS rebinding: a web page whose domain resolves to this machine sends that domain.
    """
    match = _HOST.fullmatch(sent.lower())
    if not match or match[1] not in (*_THIS_MACHINE, public_host):
        raise Malformed("This shop has another address than the Host that was sent.")


def bearer(authorization: str | None) -> str:
    """The token of an Authorization header (RFC 6750)."""
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthenticated("Send Authorization: Bearer with an access token.")
    return token


def idempotency_key(sent: str | None) -> str:
    """The client's Idempotency-Key for this attempt. Raises Malformed without a valid one."""
    if sent is None or not _IDEMPOTENCY_KEY.fullmatch(sent):
        raise Malformed("Send Idempotency-Key: 1 to 255 visible ASCII characters.")
    return sent


def traceparent(sent: str | None) -> str:
    """The next hop's traceparent (W3C Trace Context): the same trace if it is valid, a new span."""
    match = _TRACEPARENT.fullmatch(sent or "")
    good = match and set(match[1]) != {"0"} and set(match[2]) != {"0"}
    trace, flags = (match[1], match[3]) if match and good else (secrets.token_hex(16), "01")
    return f"00-{trace}-{secrets.token_hex(8)}-{flags}"
