"""Access tokens: JWTs (RFC 7519) signed with Ed25519 (RFC 8037).

Every part has the public key and can verify a token; only accounts, with the private key, can
sign one. A token does not show that it was revoked: ask the store.

jwt is imported at its first use, since it loads code for all kinds of keys: most functions of
stage 3, and requests without a token, don't need it.
"""

import hashlib
import re
import secrets
import time
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NotRequired, TypedDict

from . import ids, times
from .errors import Unauthenticated
from .shapes import Tokens, UserId

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from jwt.algorithms import AllowedPrivateKeys

ACCESS_SECONDS: Final = 15 * 60
LEEWAY_SECONDS = 5  # by which the clocks of signer and verifier may differ
REFRESH_SECONDS = 30 * 24 * 3600
SESSION_SECONDS = 90 * 24 * 3600  # after the sign-in, however often it is refreshed
SESSIONS_A_PERSON = 50
REMEMBERED = 4096  # tokens whose signature a process has verified: about 8 MB
_ISSUER = "shop"
_ALGORITHM = "EdDSA"
_COMPACT = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+){2}")  # RFC 7515, 3.1: without padding
_NOT_VALID = "The access token is not valid, or no longer."


class Claims(TypedDict):
    """The claims of an access token."""

    sub: UserId
    sid: str  # the session's id
    iat: int  # Unix seconds, all three
    exp: int
    auth_time: NotRequired[int]  # absent in tokens of older releases
    iss: str


def access_token(user_id: UserId, session_id: str, private_key: "AllowedPrivateKeys") -> str:
    """auth_time (OpenID Connect Core, 2): Unix seconds of the sign-in, also after a refresh."""
    import jwt

    now, signed_in_at = int(time.time()), times.milliseconds(ids.created_at(session_id)) // 1000
    claims: dict[str, str | int] = {
        "iss": _ISSUER,
        "sub": user_id,
        "sid": session_id,
        "jti": ids.new_id(),
        "iat": now,
    }
    claims["auth_time"] = signed_in_at
    claims["exp"] = min(now + ACCESS_SECONDS, signed_in_at + SESSION_SECONDS)
    return jwt.encode(claims, private_key, algorithm=_ALGORITHM)


def verified(token: str, public_key: "Ed25519PublicKey") -> Claims:
    """The claims of a token. Raises Unauthenticated unless it is genuine and not expired.

    A signer whose clock is ahead issues tokens in the future; if it is behind, they expire early.
    Both are tolerated for LEEWAY_SECONDS.
    """
    if not _COMPACT.fullmatch(token):  # the library ignores characters outside base64url
        raise Unauthenticated(_NOT_VALID)
    claims = _genuine(token, public_key.public_bytes_raw())
    if int(claims["exp"]) <= time.time() - LEEWAY_SECONDS:
        raise Unauthenticated(_NOT_VALID)
    return claims


@lru_cache(REMEMBERED)
def _genuine(token: str, public_key: bytes) -> Claims:
    """The claims of a signed token. Remembered, because its signature stays valid; its time
    doesn't. A token that is refused raises, and so is not remembered."""
    import jwt
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        claims: Any = jwt.decode(
            token,
            Ed25519PublicKey.from_public_bytes(public_key),
            algorithms=[_ALGORITHM],
            issuer=_ISSUER,
            leeway=LEEWAY_SECONDS,
            options={"require": ["sub", "sid", "exp", "iss"]},
        )
    except jwt.InvalidTokenError:
        raise Unauthenticated(_NOT_VALID) from None
    if not (isinstance(claims["sid"], str) and isinstance(claims["sub"], str)):
        raise Unauthenticated(_NOT_VALID)
    return claims


def oldest_session() -> str:
    """The smallest id of a live session: the sign-in of any smaller one is too long ago."""
    return ids.first_at(times.after(-SESSION_SECONDS))


def new_refresh_token() -> str:
    return secrets.token_urlsafe(32)


def fingerprint(secret: str) -> str:
    """The digest of a refresh token for the store: it identifies the token but can't replace it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def answer(access: str, refresh: str) -> Tokens:
    return {
        "access_token": access,
        "token_type": "Bearer",
        "expires_in": ACCESS_SECONDS,
        "refresh_token": refresh,
    }
