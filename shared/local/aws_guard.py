"""Guards the local AWS, in its process, and admits only this machine's own programs.

ministack treats a request without a key, or with the key `test`, as the account's root, never
verifies root's signature, and lets every web page read its responses. Any page in the user's
browser could change the shop. So the guard passes a request only if no browser sent it and it is

- signed with root's key of this data folder (SigV4, verified here),
- signed with another key, which ministack verifies: that of a function's role, or
- marked with root's secret in the header `X-Local-Key`: a call of the API, which AWS serves
  unsigned, at the API's own host name, where ministack reaches nothing else.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
"""

import hmac
import re
from urllib.parse import parse_qs, quote

from ministack.core.iam_evaluator import is_root_access_key
from ministack.core.router import extract_access_key_id
from ministack.core.sigv4 import (
    decode_header_value,
    header_signature_failure,
    parse_header_signature,
    parse_query_signature,
    request_time_failure,
)

from serving.asgi import App, Receive, Scope, Send

from . import asgi

LOCAL_KEY = "x-local-key"
OF_BROWSERS = ("origin", "referer", "sec-fetch-")
INTERNAL = ("/_", "/health")  # ministack's own pages, which need no key
API = re.compile(r"[a-f0-9]{8}\.execute-api\.localhost(:[0-9]+)?/api/")  # host and path
MOST_BYTES = 64 * 1024 * 1024  # of a body whose signature is verified here: the artefact has 15
IN_QUERY = {"x-amz-algorithm", "x-amz-credential", "x-amz-signature", "awsaccesskeyid", "signature"}


Query = dict[str, list[str]]


class Refused(Exception):
    """A refused request; the message is sent to the caller."""


class Guard:
    def __init__(
        self, app: App, port: int | str, key: str, secret: str, roles: bool = True
    ) -> None:
        """roles: pass requests with other keys on, since the application verifies them."""
        self._app, self._key, self._secret, self._roles = app, key, secret, roles
        names = r"(?:[a-z0-9.-]+\.)?localhost|127\.0\.0\.1|\[::1\]"  # bucket.localhost, too
        self._host = re.compile(rf"(?:{names})(?::{port})?", re.IGNORECASE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await self._app(scope, receive, send)
        if scope["type"] != "http":
            return await send({"type": "websocket.close", "code": 1008})
        try:
            scope, receive = await self._admitted(scope, receive)
        except Refused as refusal:
            return await _refuse(send, str(refusal))
        return await self._app(scope, receive, asgi.without(send, b"access-control-"))

    async def _admitted(self, scope: Scope, receive: Receive) -> tuple[Scope, Receive]:
        """The scope and receive for the application. Raises Refused if it is not admitted."""
        headers = _headers(scope)
        self._check_sender(headers)
        if LOCAL_KEY in headers:
            return self._marked(scope, headers), receive
        query = parse_qs(scope["query_string"].decode(errors="replace"), keep_blank_values=True)
        _check_signed_once(scope, query)
        key = extract_access_key_id(headers, query)
        if key == self._key:
            body = await asgi.whole(receive, MOST_BYTES)
            self._check_signature(scope, headers, query, body)
            return scope, asgi.again(body, receive)
        if not self._roles or is_root_access_key(key) or scope["path"].startswith(INTERNAL):
            raise Refused("Sign with the key of this data folder.")
        return scope, receive

    def _check_sender(self, headers: dict[str, str]) -> None:
        for name in headers:
            if name.startswith(OF_BROWSERS):
                raise Refused("This is no place for a browser.")
        if not self._host.fullmatch(headers.get("host", "")):
            raise Refused("Unknown Host.")

    def _marked(self, scope: Scope, headers: dict[str, str]) -> Scope:
        """The scope without the mark, which stays secret from the application."""
        if not hmac.compare_digest(headers[LOCAL_KEY].encode(), self._secret.encode()):
            raise Refused("Wrong key.")
        path = scope["path"]
        if not (API.match(headers["host"] + path) or path.startswith(INTERNAL)):
            raise Refused("Sign this.")
        left = [(n, v) for n, v in scope["headers"] if n.decode("latin-1").lower() != LOCAL_KEY]
        return {**scope, "headers": left}

    def _check_signature(
        self, scope: Scope, headers: dict[str, str], query: Query, body: bytes
    ) -> None:
        presigned = "authorization" not in headers
        signature = parse_query_signature(query) if presigned else parse_header_signature(headers)
        if isinstance(signature, tuple) or signature.access_key_id != self._key:
            raise Refused("Signed in a form that is not supported here.")
        path = (scope.get("raw_path") or quote(scope["path"]).encode()).decode("latin-1")
        signed = scope["method"], path, query, headers, body
        failure = request_time_failure(signature) or header_signature_failure(
            signature, self._secret, *signed, presigned=presigned
        )
        if failure:
            raise Refused(failure[1])


def _check_signed_once(scope: Scope, query: Query) -> None:
    """Refuse a request that names a key in two ways: ministack's iam_evaluator would look up the
    policy of one key, and verify the signature of neither."""
    given = [value for name, value in scope["headers"] if name.lower() == b"authorization"]
    in_query = bool(IN_QUERY & {name.lower() for name in query})
    is_v4 = all(value.startswith(b"AWS4-HMAC-SHA256 ") for value in given)
    if len(given) + in_query != 1 or not is_v4:
        raise Refused("Sign once, by Signature Version 4.")


def _headers(scope: Scope) -> dict[str, str]:
    """{name: value} as they are signed; a Host that is sent twice becomes an unknown one."""
    found: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1").lower(), decode_header_value(raw_value)
        found[name] = f"{found[name]},{value}" if name in found else value
    return found


async def _refuse(send: Send, why: str) -> None:
    content = f"{why}\n".encode()
    headers = [(b"content-type", b"text/plain"), (b"content-length", b"%d" % len(content))]
    headers.append((b"connection", b"close"))  # the request's body is not read
    await asgi.answer(send, 403, headers, content)
