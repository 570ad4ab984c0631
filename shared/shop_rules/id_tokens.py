"""ID tokens: the checks of OpenID Connect Core 1.0, section 3.1.3.7, by PyJWT, and two that a
general library leaves to its caller: the party and the nonce.
"""

import hmac
import re
from typing import Any, TypedDict

from .errors import Unauthenticated

LEEWAY_SECONDS = 30  # by which the provider's clock may differ
ALGORITHMS = ("RS256", "ES256", "EdDSA")  # never "none", and never one with a shared secret
_COMPACT = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+){2}")  # RFC 7515, 3.1: without padding
_NOT_VALID = "The provider's answer is not valid: begin the sign-in again."


class Claimed(TypedDict):
    """Whom the provider says this is."""

    issuer: str
    subject: str
    email: str  # "" if it names none
    email_verified: bool
    name: str  # "" if it names none


class UnknownKey(Exception):
    """The token was signed with a key that was not among the provider's when they were read."""


# --8<-- [start:claimed]
def claimed(id_token: str, keys: object, issuer: str, client_id: str, nonce: str) -> Claimed:
    """The person whom a genuine ID token names. keys: the provider's JWK set, as it was read.

    Raises Unauthenticated for any other token, and UnknownKey if it names a key outside the set.
    """
    import jwt

    if not _COMPACT.fullmatch(id_token):  # the library ignores characters outside base64url
        raise Unauthenticated(_NOT_VALID)
    try:
        header = jwt.get_unverified_header(id_token)
        claims: Any = jwt.decode(
            id_token,
            _key(header, keys),
            algorithms=list(ALGORITHMS),
            issuer=issuer,
            audience=client_id,
            leeway=LEEWAY_SECONDS,
            options={"require": ["iss", "sub", "aud", "exp", "iat", "nonce"]},
        )
    except (jwt.PyJWTError, ValueError, TypeError):
        raise Unauthenticated(_NOT_VALID) from None
    _check_party_and_nonce(claims, client_id, nonce)
    return _person(claims, issuer)


# --8<-- [end:claimed]
def _key(header: dict[str, Any], keys: object) -> Any:
    """The one key that the header names, if it is for this algorithm. PyJWT refuses one of
    another kind than the algorithm's, so a public key is never taken as a shared secret."""
    import jwt

    listed = keys.get("keys") if isinstance(keys, dict) else None
    known = [each for each in listed or [] if isinstance(each, dict)]
    named = [each for each in known if each.get("kid") == header.get("kid")]
    if header.get("alg") not in ALGORITHMS:
        raise ValueError("an algorithm that is not on the list")
    if len(named) != 1 or not isinstance(header.get("kid"), str):
        raise UnknownKey(header.get("kid"))
    if named[0].get("use", "sig") != "sig" or named[0].get("kty") == "oct":
        raise ValueError("a key that is not for signatures")
    return jwt.PyJWK.from_dict(named[0], algorithm=header["alg"]).key


def _check_party_and_nonce(claims: dict[str, Any], client_id: str, nonce: str) -> None:
    """A token for several parties names the one that asked for it: azp (3.1.3.7, 4 and 5)."""
    audience = claims["aud"]
    several = isinstance(audience, list) and len(audience) > 1
    party = claims.get("azp", None if several else client_id)
    given = claims["nonce"]
    right = isinstance(given, str) and hmac.compare_digest(given.encode(), nonce.encode())
    if party != client_id or not right:
        raise Unauthenticated(_NOT_VALID)


def _person(claims: dict[str, Any], issuer: str) -> Claimed:
    subject, email, name = claims["sub"], claims.get("email"), claims.get("name")
    if not isinstance(subject, str) or not re.fullmatch(r"[ -~]{1,255}", subject):
        raise Unauthenticated(_NOT_VALID)
    return {
        "issuer": issuer,
        "subject": subject,
        "email": email if isinstance(email, str) else "",
        "email_verified": claims.get("email_verified") is True,
        "name": name if isinstance(name, str) else "",
    }
