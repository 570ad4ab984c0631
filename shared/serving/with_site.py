"""An ASGI application that has the storefront in front of another, which answers all else."""

import json

from shop_rules import headers
from shop_rules.errors import MethodNotAllowed

from .site import Site

ALLOWED = "GET, HEAD, OPTIONS"
HAS_BODY = (b"content-length", b"transfer-encoding")
CLOSE = ("Connection", "close")


class WithSite:
    def __init__(self, app, site: Site, prefix: str = ""):
        """prefix: PUBLIC_URL's path, for a proxy that passes it on."""
        self._app, self._site, self._prefix = app, site, prefix

    async def __call__(self, scope, receive, send):
        found = self._found(scope) if scope["type"] == "http" else None
        if found is None:
            return await self._app(scope, receive, send)
        sent = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        status, head, body = self._answer(scope["method"], found, sent, scope["path"])
        if any(name in sent for name in HAS_BODY):
            head = [*head, CLOSE]  # it was not read
        raw = [(name.lower().encode(), value.encode()) for name, value in head]
        await send({"type": "http.response.start", "status": status, "headers": raw})
        content = b"" if scope["method"] == "HEAD" else body
        await send({"type": "http.response.body", "body": content})

    def _found(self, scope):
        path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1")
        if self._prefix and path.startswith(f"{self._prefix}/"):
            path = path.removeprefix(self._prefix)
        return self._site.file(path)

    def _answer(self, method, found, sent, path):
        if method == "OPTIONS":
            return 204, [("Allow", ALLOWED)], b""
        if method not in ("GET", "HEAD"):
            return _refusal(MethodNotAllowed(ALLOWED), path, sent.get(b"x-request-id"))
        encodings = sent.get(b"accept-encoding", "")
        return self._site.answer(found, sent.get(b"if-none-match"), encodings)


def _refusal(error, path, request_id):
    """In the contract's form."""
    known = headers.request_id(request_id)
    content = json.dumps(error.as_problem(path, known)).encode()
    head = [*error.headers.items(), ("Content-Type", "application/problem+json")]
    head += [("Content-Length", str(len(content))), ("X-Request-ID", known)]
    head += [("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")]
    return error.status, head, content
