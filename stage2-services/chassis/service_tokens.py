"""Service tokens: a JWT, valid for one minute, that names the calling service and the called one.

Each service signs with its own private key, and the receiver verifies with the public key of the
service that the token names (RFC 7519; RFC 8037 for Ed25519). So a service can't forge another's
token. In a service mesh the proxies do this, with certificates (mutual TLS).
"""

import time
from collections.abc import Collection, Sequence
from functools import lru_cache

import jwt

from shop_rules.errors import Forbidden, Unauthenticated

from . import keys
from .config import config

LIVES_SECONDS, REUSED_SECONDS = 60, 30
LEEWAY_SECONDS = 5  # how far the clocks of two machines may be apart
ALGORITHM = "EdDSA"
REMEMBERED = 64  # tokens whose signature this process has verified: a few for each caller
_NOT_VALID = "This is for other services only."


def made(to: str) -> str:
    """A token for calls to that service, reused for half a minute."""
    return _made(to, int(time.time()) // REUSED_SECONDS)


# --8<-- [start:check]
def check(token: str, allowed: Collection[str], audience: Sequence[str] = ()) -> None:
    """Raise 401 unless a service made it for this one, 403 unless that service is allowed here.

    audience: the services that this process stands for; by default its own name.
    """
    caller, expires_at = _verified(token, tuple(audience) or (config().service,))
    if expires_at <= time.time() - LEEWAY_SECONDS:
        raise Unauthenticated(_NOT_VALID)
    if caller not in allowed:
        raise Forbidden(f"This is not for {caller}.")


@lru_cache(REMEMBERED)
def _verified(token: str, audience: tuple[str, ...]) -> tuple[str, int]:
    """(who calls, Unix seconds of the expiry). Remembered, because a caller sends the same token
    for half a minute, and its signature stays valid. A token that is refused raises."""
    try:
        caller = jwt.get_unverified_header(token)["kid"]  # names the key; the key proves the name
        claims = jwt.decode(
            token,
            keys.key_of(caller),
            algorithms=[ALGORITHM],
            issuer=caller,
            audience=audience,
            leeway=LEEWAY_SECONDS,
            options={"require": ["iss", "aud", "exp"]},
        )
    except (jwt.InvalidTokenError, KeyError, OSError):
        raise Unauthenticated(_NOT_VALID) from None
    return caller, int(claims["exp"])


# --8<-- [end:check]
def _made(to: str, half_minute: int) -> str:
    if _last.get(to, (None, ""))[0] != half_minute:
        name = config().service
        claims = {"iss": name, "aud": to, "exp": half_minute * REUSED_SECONDS + LIVES_SECONDS}
        token = jwt.encode(claims, keys.own_key(), algorithm=ALGORITHM, headers={"kid": name})
        _last[to] = half_minute, token
    return _last[to][1]


_last: dict[str, tuple[int, str]] = {}  # service: (half minute, token)
