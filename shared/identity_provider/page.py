"""The page on which a person signs in. It takes no password: this provider is for trying things.

Own HTML: the package's page loads a style sheet from another site.
"""

from collections.abc import Mapping
from html import escape
from urllib.parse import urlsplit

from werkzeug.wrappers import Response

from . import people

_STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 24rem; margin: 4rem auto; padding: 0 1rem;
  color: #1d2433; background: #fff }
form { display: grid; gap: .75rem; margin: 1.5rem 0 }
input, button { font: inherit; padding: .6rem .8rem; border: 1px solid #69738a;
  border-radius: .4rem }
button { background: #1f3fae; color: #fff; border-color: #1f3fae; cursor: pointer }
button.quiet { background: #fff; color: #1f3fae }
@media (prefers-color-scheme: dark) { body { color: #e8ebf3; background: #12151d } }
"""
_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Example ID</title><style>{style}</style>
<main><h1>Example ID</h1>
<p>Sign in to continue to <b>{client}</b> at {site}. This provider runs on your machine
and asks for no password.</p>
<form method="post"><label for="sub">Email or name</label>
<input id="sub" name="sub" required autofocus autocomplete="off" maxlength="200">
<button>Continue</button></form>
<form method="post">{people}</form>
<form method="post"><button class="quiet" name="action" value="deny">Cancel</button></form></main>
"""
_PERSON = '<button class="quiet" name="sub" value="{subject}">{name}</button>'


def sign_in(query: Mapping[str, str]) -> Response:
    known = [
        _PERSON.format(subject=escape(subject), name=escape(str(claims["name"])))
        for subject, claims in people.SEEDED.items()
    ]
    site = urlsplit(query.get("redirect_uri", "")).netloc
    text = _PAGE.format(
        style=_STYLE,
        client=escape(query.get("client_id", "")),
        site=escape(site),
        people="\n".join(known),
    )
    headers = {"Content-Security-Policy": _policy(), "X-Frame-Options": "DENY"}
    return Response(text, headers={**headers, "Cache-Control": "no-store"}, mimetype="text/html")


def _policy() -> str:
    """Nothing but its own style: no script, no other site, no frame around it."""
    return "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
