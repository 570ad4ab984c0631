"""The package, behind the front.

It is imported at the first sign-in and not at the start: that takes 0.3 s of processor time and
20 MB. Its debugger is taken off, which would run code for anyone who can reach the port.
"""

import io
import os
import threading
import warnings
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Request
from werkzeug.test import Client
from werkzeug.wrappers import Response

from . import people

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

ISSUED_SECONDS = 600
_lock = threading.Lock()


def answered(request: Request) -> Response:
    """The package's own response to a request."""
    environ = request.environ | {"wsgi.input": io.BytesIO(request.get_data())}  # it was read before
    return Response.from_app(_application(), environ, buffered=True)


def introduce(subject: str, claims: people.Claims) -> None:
    """Tell the package about a person."""
    Client(_application()).put(f"/users/{quote(subject, safe='')}", json=dict(claims))


def _application() -> "WSGIApplication":
    with _lock:  # two threads would make one each, with people of its own
        return _made()


@cache
def _made() -> "WSGIApplication":
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # http, on this machine only
    from datetime import timedelta

    from flask import Flask

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of parts of Authlib that the package uses
        import oidc_provider_mock

    made = Flask(__name__)
    plain = made.wsgi_app
    age = timedelta(seconds=ISSUED_SECONDS)
    user, seeded = oidc_provider_mock.User, people.SEEDED.items()
    users = [user(sub=sub, claims=dict(claims)) for sub, claims in seeded]
    oidc_provider_mock.init_app(
        made, require_nonce=True, access_token_max_age=age, user_claims=users
    )
    made.debug, made.wsgi_app = False, plain  # type: ignore[method-assign]
    made.secret_key = os.urandom(16)
    return made
