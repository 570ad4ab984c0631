"""An ASGI application that serves the storefront, and passes other requests to the shop's API."""

import json
from collections.abc import Iterable, Mapping

from shop_rules import etags, headers
from shop_rules.errors import MethodNotAllowed, ShopError

from . import sending
from .asgi import Answer, App, Headers, Receive, Scope, Send
from .site import File, Site

ALLOWED = "GET, HEAD, OPTIONS"
HAS_BODY = (b"content-length", b"transfer-encoding")
CLOSE = (b"connection", b"close")
Pairs = Iterable[tuple[str, str]]


class WithSite:
    def __init__(self, app: App, site: Site) -> None:
        self._app, self._site = app, site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = await self._found(scope) if scope["type"] == "http" else None
        if found is None:
            return await self._app(scope, receive, send)
        sent = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        how = scope["method"], scope["path"], sent
        status, head, body = answer(found, self._site.headers, *how)
        if any(name in sent for name in HAS_BODY):
            head = [*head, CLOSE]  # its body was not read
        await sending.answer(send, status, head, b"" if scope["method"] == "HEAD" else body)

    async def _found(self, scope: Scope) -> File | None:
        path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1")
        prefix = self._site.prefix
        if prefix and path.startswith(f"{prefix}/"):
            path = path.removeprefix(prefix)
        return await self._site.file(path)


def answer(
    found: File, of_site: Pairs, method: str, path: str, sent: Mapping[bytes, str]
) -> Answer:
    """Answer with a file of the site. sent: the request's headers."""
    if method == "OPTIONS":
        return 204, [(b"allow", ALLOWED.encode())], b""
    if method not in ("GET", "HEAD"):
        return _refusal(MethodNotAllowed(ALLOWED), path, sent.get(b"x-request-id"))
    is_zipped = "gzip" in sent.get(b"accept-encoding", "")
    etag = f'{found.etag[:-1]}-gz"' if is_zipped else found.etag
    head = [("ETag", etag), ("Cache-Control", found.cache), ("Vary", "Accept-Encoding"), *of_site]
    if etags.unchanged(sent.get(b"if-none-match"), etag):
        return 304, _raw(head), b""
    body = found.zipped if is_zipped else found.content
    head += [("Content-Type", found.media_type), ("Content-Length", str(len(body)))]
    return 200, _raw(head + ([("Content-Encoding", "gzip")] if is_zipped else [])), body


def _refusal(error: ShopError, path: str, request_id: str | None) -> Answer:
    """A refusal in the contract's form (RFC 9457)."""
    known = headers.request_id(request_id)
    content = json.dumps(error.as_problem(path, known)).encode()
    head = [*error.headers.items(), ("Content-Type", "application/problem+json")]
    head += [("Content-Length", str(len(content))), ("X-Request-ID", known)]
    head += [("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")]
    return error.status, _raw(head), content


def _raw(pairs: Pairs) -> Headers:
    return [(name.lower().encode(), value.encode()) for name, value in pairs]
