"""Sign-in with an identity provider: the authorization code flow of OAuth 2.0 with PKCE (RFC 7636),
as OpenID Connect Core 1.0 uses it. id_tokens.py checks what comes back.

An identity is (issuer, subject). An e-mail address is none: a provider may give it to another
person, and another provider may know it too.
"""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from typing import NamedTuple, TypedDict
from urllib.parse import urlencode, urlsplit

from .shapes import Time

NAME = "example"  # of the one provider that there can be
STATE_SECONDS = 600  # from the authorization request to the sign-in
IDENTITIES_A_PERSON = 10
# The keys are read again for an unknown one, at most so often within so many seconds.
REFETCHES, REFETCH_SECONDS = 5, 10


class Client(NamedTuple):
    """What the shop is at the provider."""

    issuer: str  # the provider's address; "": people can sign in with passwords only
    client_id: str
    redirect_uris: tuple[str, ...]  # where the provider may send people back to


class Choice(TypedDict):
    provider: str  # as POST /authorizations takes it


class Secrets(TypedDict):
    """What one authorization request is recognized by when its answer comes."""

    state: str  # for the client, and through it back to the shop
    nonce: str  # for the ID token
    verifier: str  # for the token request: a stolen code alone is useless


class Authorization(TypedDict):
    authorization_url: str  # of the provider, for the person's browser
    state: str  # what the provider sends back with the code


class Identity(TypedDict):
    """A person at an identity provider who is a person here: (issuer, subject), not an e-mail."""

    id: str
    issuer: str
    subject: str
    email: str | None  # as the provider named it when it was linked
    created_at: Time


class Provider(TypedDict):
    """Its metadata (OpenID Connect Discovery 1.0, section 3), as far as the shop needs it."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str


def choices(of: Client) -> list[Choice]:
    """The providers that people can sign in with: one, or none."""
    return [{"provider": NAME}] if of.issuer else []


def new_secrets() -> Secrets:
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    return {"state": state, "nonce": nonce, "verifier": verifier}


def authorization_url(endpoint: str, client_id: str, redirect_uri: str, made: Secrets) -> str:
    """Where the person's browser goes (OpenID Connect Core 1.0, section 3.1.2.1)."""
    query = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": redirect_uri,
        "scope": "openid email profile",
        "state": made["state"],
        "nonce": made["nonce"],
        "code_challenge": challenge(made["verifier"]),
        "code_challenge_method": "S256",
    }
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(query)}"


def challenge(verifier: str) -> str:
    """The S256 challenge of a verifier (RFC 7636, section 4.2)."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def client(settings: Mapping[str, str]) -> Client:
    """settings: IDENTITY_ISSUER, IDENTITY_CLIENT_ID, and those of `redirect_uris`."""
    issuer = settings.get("IDENTITY_ISSUER", "").rstrip("/")
    return Client(issuer, settings.get("IDENTITY_CLIENT_ID", ""), redirect_uris(settings))


def redirect_uris(settings: Mapping[str, str]) -> tuple[str, ...]:
    """The only addresses a provider may send a person back to: IDENTITY_REDIRECT_URIS, separated
    by spaces, else the storefront's page at the shop's public address."""
    if given := settings.get("IDENTITY_REDIRECT_URIS"):
        return tuple(given.split())
    sites = [settings.get("PUBLIC_URL", "").rstrip("/")]
    if not sites[0]:  # on this machine
        port = settings.get("PUBLIC_PORT")
        sites = [f"http://{name}:{port}" for name in ("127.0.0.1", "localhost") if port]
    return tuple(f"{site}/signed-in" for site in sites)


def metadata(document: object, issuer: str) -> Provider:
    """The parts of a discovery document that the shop uses. ValueError unless it is the issuer's
    own (Discovery, section 4.3), and each address is as safe as the issuer's."""
    if not isinstance(document, dict) or document.get("issuer") != issuer:
        raise ValueError("the discovery document is not of the configured issuer")
    found = {name: document.get(name) for name in Provider.__annotations__}
    for name, url in found.items():
        if not isinstance(url, str) or not _is_safe(url, issuer):
            raise ValueError(f"the discovery document has no usable {name}")
    return Provider(**found)  # type: ignore[typeddict-item]


def _is_safe(url: str, issuer: str) -> bool:
    """Over https, or where the issuer itself is: on this machine."""
    return url.startswith("https://") or urlsplit(url)[:2] == urlsplit(issuer)[:2]
