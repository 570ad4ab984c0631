"""The front of the provider: what the package leaves out, and what it should not be asked.

It answers at its own address only, so that its issuer is always the same. What controls it,
/users and /sandbox, is refused to web pages, as in the payment sandbox.
"""

import hashlib
import json
import os
import time
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Callable, Mapping
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from flask import Flask, request
from werkzeug.wrappers import Response

from serving.server import Server

from . import mock, page, people, tokens

LARGEST_BODY = 64 * 1024  # bytes
OF_BROWSERS = ("Origin", "Referer", "Sec-Fetch-Site", "Sec-Fetch-Mode", "Sec-Fetch-Dest")
SLOW_SECONDS = 7  # more than the shop waits
AUTHORIZE, TOKEN = "/oauth2/authorize", "/oauth2/token"


class Front:
    def __init__(self, environ: Mapping[str, str]) -> None:
        self.issuer = environ["ISSUER"].rstrip("/")
        self.client = environ["IDENTITY_CLIENT_ID"], environ["IDENTITY_CLIENT_SECRET"]
        self.codes: dict[str, tuple[str, str]] = {}  # {code: (its challenge, the subject)}
        self.calls: Counter[str] = Counter()
        self.is_down = False

    def authorized(self) -> Response:
        """The sign-in form, or, when it is sent, the way back to the client with a code."""
        if request.args.get("code_challenge_method") != "S256":
            return _error("invalid_request", "PKCE with S256 is required (OAuth 2.1, 4.1.1).")
        if request.method == "GET":
            return page.sign_in(request.args)
        subject = request.form.get("sub", "").strip()
        if (claims := people.newcomer(subject)) and subject:
            people.put(subject, claims)
            mock.introduce(subject, claims)
        answer = mock.answered(request)
        where = urlsplit(answer.headers.get("Location", ""))
        query = {name: values[0] for name, values in parse_qs(where.query).items()}
        if "code" in query:
            self.codes[query["code"]] = request.args.get("code_challenge", ""), subject
        if where.netloc and "state" in request.args:  # the package forgets it when one declines
            query["state"] = request.args["state"]
            answer.headers["Location"] = urlunsplit(where._replace(query=urlencode(query)))
        return answer

    def exchanged(self) -> Response:
        """Tokens for a code, from the client it was made for and with the verifier of its PKCE."""
        basic = request.authorization
        if not basic or (basic.username, basic.password) != self.client:
            return _error("invalid_client", "Not a client with this secret.", 401)
        wanted, subject = self.codes.pop(request.form.get("code", ""), ("", ""))
        digest = hashlib.sha256(request.form.get("code_verifier", "").encode()).digest()
        if urlsafe_b64encode(digest).rstrip(b"=").decode() != wanted:
            return _error("invalid_grant", "Not the verifier of this code.")
        lie = people.lie_of(subject)
        if lie == "down":
            people.put(subject, {})  # once
            self.codes[request.form["code"]] = wanted, subject
            return _error("temporarily_unavailable", "Switched so.", 503)
        if lie == "slow":
            time.sleep(SLOW_SECONDS)
        answer = mock.answered(request)
        if lie == "no_json":
            return Response("<p>Some proxy's page</p>", 200)
        return self._signed(answer, lie) if answer.status_code == 200 else answer

    def _signed(self, answer: Response, lie: str) -> Response:
        content: dict[str, object] = answer.get_json()
        made = tokens.signed_again(str(content.pop("id_token")), self.issuer, lie)
        return _json(content | ({"id_token": made} if made else {}))

    def refused(self) -> Response | None:
        """Before any request: only at the issuer's address, and controls for no web page."""
        request.get_data()  # read it before changing anything: see serving/server.py
        if request.host != urlsplit(self.issuer).netloc:
            return _error("invalid_request", f"This provider is {self.issuer}.", 403)
        if request.path.startswith(("/users/", "/sandbox/")):
            named = [name for name in OF_BROWSERS if name in request.headers]
            return _error("access_denied", "Not for web pages.", 403) if named else None
        self.calls[request.path] += 1
        if self.is_down and request.path != "/health":
            return _error("temporarily_unavailable", "Switched so.", 503)
        return None

    def switched(self) -> Response:
        """{outage: true}: every answer is 503, until DELETE. {rotate: true}: a new key, now."""
        given: dict[str, bool] = request.get_json() if request.method == "POST" else {}
        self.is_down = given.get("outage", False)
        if given.get("rotate"):
            tokens.keys().rotate()
        return _json({"outage": self.is_down, "lies": [*tokens.LIES, tokens.ROTATED]})

    def metadata(self) -> Response:
        """https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata"""
        at = {"authorization_endpoint": AUTHORIZE, "token_endpoint": TOKEN, "jwks_uri": "/jwks"}
        content: dict[str, object] = {name: f"{self.issuer}{path}" for name, path in at.items()}
        content |= {"issuer": self.issuer, "response_types_supported": ["code"]}
        content |= {"subject_types_supported": ["public"]}
        content |= {"id_token_signing_alg_values_supported": ["RS256"]}
        return _json(content | {"code_challenge_methods_supported": ["S256"]})


def create_app(environ: Mapping[str, str] = os.environ) -> Flask:
    app, front = Flask(__name__), Front(environ)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.before_request(front.refused)
    read: dict[str, Callable[[], Response]] = {
        "/sandbox/requests": lambda: _json(dict(front.calls)),
        "/health": lambda: _json({"status": "ok"}),
        "/.well-known/openid-configuration": front.metadata,
        "/jwks": lambda: _json(tokens.keys().listed()),
    }
    for path, view in read.items():
        app.add_url_rule(path, path.replace(".", ""), view)
    app.add_url_rule("/users/<subject>", view_func=_put_person, methods=["PUT"])
    app.add_url_rule("/sandbox/switches", view_func=front.switched, methods=["POST", "DELETE"])
    app.add_url_rule(AUTHORIZE, view_func=front.authorized, methods=["GET", "POST"])
    app.add_url_rule(TOKEN, view_func=front.exchanged, methods=["POST"])
    return app


def create_server() -> Server:
    """The application behind a server that reads bodies before it takes a thread."""
    return Server(create_app())


def _put_person(subject: str) -> tuple[str, int]:
    people.put(subject, request.get_json())
    mock.introduce(subject, request.get_json())
    return "", 204


def _error(error: str, description: str, status: int = 400) -> Response:
    """A refusal in the form of RFC 6749, section 5.2."""
    return _json({"error": error, "error_description": description}, status)


def _json(content: object, status: int = 200) -> Response:
    return Response(json.dumps(content), status, content_type="application/json")
