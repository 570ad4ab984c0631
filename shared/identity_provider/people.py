"""Whom the provider knows. It keeps them in memory: after a restart only SEEDED are left.

A person is a subject and claims (OpenID Connect Core 1.0, section 5.1). A test may add the claim
`lie`, which says what goes wrong with this person's tokens: see tokens.py and app.py.
"""

from collections.abc import Mapping

Claims = Mapping[str, object]
LIE = "lie"


def _verified(email: str, name: str) -> Claims:
    return {"email": email, "email_verified": True, "name": name}


SEEDED: dict[str, Claims] = {
    "ada": _verified("ada@example.com", "Ada Lovelace"),
    "grace": _verified("grace@example.com", "Grace Hopper"),
}
_known: dict[str, Claims] = dict(SEEDED)


def put(subject: str, claims: Claims) -> None:
    _known[subject] = claims


def newcomer(subject: str) -> Claims | None:
    """The claims of a person who signs in for the first time; None if the provider knows them.
    Who types an e-mail address is believed: there is no password here either."""
    if subject in _known:
        return None
    email = subject if "@" in subject else f"{subject}@id.example"
    return _verified(email, email.partition("@")[0].title() or "Someone")


def lie_of(subject: str) -> str:
    return str(_known.get(subject, {}).get(LIE, ""))
