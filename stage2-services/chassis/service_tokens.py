"""What services show each other: a short-lived JWT that says who asks whom (RFC 7519).

In a service mesh the proxies beside the services do this, with certificates (mutual TLS).
"""

import time

import jwt

from shop_rules.errors import Forbidden, Unauthenticated

from .config import config

LIVES_SECONDS, REUSED_SECONDS = 60, 30
_ALGORITHM = "HS256"


def made(to):
    """A token for that neighbour, the same one for half a minute."""
    return _made(to, int(time.time()) // REUSED_SECONDS)


def check(token, allowed):
    """401 unless it is a service's token for this one; 403 unless that service is allowed."""
    try:
        claims = jwt.decode(
            token,
            config().service_key,
            algorithms=[_ALGORITHM],
            audience=config().service,
            options={"require": ["iss", "aud", "exp"]},
        )
    except jwt.InvalidTokenError:
        raise Unauthenticated("This is for other services only.") from None
    if claims["iss"] not in allowed:
        raise Forbidden(f"This is not for {claims['iss']}.")


def _made(to, half_minute):
    if _last.get(to, (None, ""))[0] != half_minute:
        claims = {"iss": config().service, "aud": to}
        claims["exp"] = half_minute * REUSED_SECONDS + LIVES_SECONDS
        _last[to] = half_minute, jwt.encode(claims, config().service_key, algorithm=_ALGORITHM)
    return _last[to][1]


_last = {}  # neighbour: (half minute, token)
