"""The identity provider, over HTTP: its metadata, its keys, and the exchange of a code.

https://openid.net/specs/openid-connect-discovery-1_0.html and RFC 6749, section 4.1.3.
Metadata and keys are kept; the keys are read again when a token names an unknown one, at most
openid.REFETCHES times in openid.REFETCH_SECONDS. Every call has a time-out. A provider that hangs
holds up the hosts of those who wait for it, and no others.
"""

import time
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, TypedDict

from shop_rules import id_tokens, openid
from shop_rules.errors import Unauthenticated, Unavailable
from shop_rules.id_tokens import Claimed
from shop_rules.openid import Provider

from .. import faults, telemetry
from ..config import config

if TYPE_CHECKING:
    import requests

CONNECT_SECONDS, READ_SECONDS = 3, 5
RETRY_SECONDS = 5


class _Kept(TypedDict, total=False):
    metadata: Provider
    keys: object  # the JWK set, as it was sent
    again: list[float]  # when it was read again lately, by time.monotonic()


_kept: _Kept = {}


def authorization_endpoint() -> str:
    """The URL at which a sign-in begins. Unavailable (503) if its metadata was never read."""
    return _metadata()["authorization_endpoint"]


def claimed(code: str, verifier: str, nonce: str, redirect_uri: str) -> Claimed:
    """Exchange the code, once, and return the person whom the ID token names.

    Raises Unauthenticated if the provider refuses the code, or its token is not valid.
    """
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
    form["code_verifier"] = verifier
    faults.reach("identity.token:before")
    answer = _send("POST", _metadata()["token_endpoint"], form)
    faults.reach("identity.token:after")
    token = answer.get("id_token") if isinstance(answer, dict) else None
    if not isinstance(token, str):
        raise Unauthenticated("The provider does not accept this code: begin the sign-in again.")
    return _verified(token, nonce)


def _verified(token: str, nonce: str) -> Claimed:
    known = config().identity.issuer, config().identity.client_id, nonce
    for again in (False, True):  # the provider may have a new key
        with suppress(id_tokens.UnknownKey):
            return id_tokens.claimed(token, _keys(again), *known)
    raise Unauthenticated("The provider's token is signed with an unknown key.")


def _metadata() -> Provider:
    if "metadata" not in _kept:
        issuer = config().identity.issuer
        document = _send("GET", f"{issuer}/.well-known/openid-configuration")
        try:
            _kept["metadata"] = openid.metadata(document, issuer)
        except ValueError as error:
            raise _unavailable(str(error)) from None
    return _kept["metadata"]


def _keys(again: bool = False) -> object:
    since = time.monotonic() - openid.REFETCH_SECONDS
    lately = [moment for moment in _kept.get("again", []) if moment > since]
    if again and len(lately) < openid.REFETCHES:
        _kept["again"] = [*lately, time.monotonic()]
        _kept["keys"] = _send("GET", _metadata()["jwks_uri"])
    elif "keys" not in _kept:
        _kept["keys"] = _send("GET", _metadata()["jwks_uri"])
    return _kept["keys"]


# --8<-- [start:send]
def _send(method: str, url: str, form: dict[str, str] | None = None) -> object:
    """The JSON of its answer, a refusal's too. Unavailable if there is none."""
    import requests  # not at the top: a fifth of a cold start, and few sign in this way

    try:
        with telemetry.measured("provider"):
            answer = _session().request(
                method,
                url,
                data=form,
                auth=(config().identity.client_id, config().identity_client_secret),
                headers={"traceparent": telemetry.next_traceparent()},
                timeout=(CONNECT_SECONDS, READ_SECONDS),
                allow_redirects=False,
            )
        if answer.status_code >= 500 or answer.status_code in (401, 429):
            raise _unavailable(f"status {answer.status_code}")  # 401: we are not known there
        return answer.json()
    except (requests.RequestException, ValueError) as error:
        raise _unavailable(type(error).__name__) from None


# --8<-- [end:send]
def _unavailable(why: str) -> Unavailable:
    telemetry.write("identity provider unavailable", level=30, why=why)
    detail = "The identity provider can't be reached. A password works all the same."
    return Unavailable(detail, RETRY_SECONDS)


@cache
def _session() -> "requests.Session":
    """One connection, kept open for as long as this process lives."""
    import requests

    session = requests.Session()
    session.trust_env = False  # ignore proxies and .netrc
    return session
