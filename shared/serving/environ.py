"""Converts an ASGI scope to a WSGI environ (PEP 3333), which holds bytes as Latin-1 text."""

import sys
from typing import Protocol
from urllib.parse import unquote_to_bytes

from .asgi import Headers, Scope

_FIXED: dict[str, object] = {
    "SCRIPT_NAME": "",
    "wsgi.version": (1, 0),
    "wsgi.errors": sys.stderr,
    "wsgi.multithread": True,
    "wsgi.multiprocess": False,
    "wsgi.run_once": False,
    "wsgi.input_terminated": True,  # Werkzeug: it may read to the end without a Content-Length
}
_WITHOUT_HTTP = {"CONTENT_TYPE", "CONTENT_LENGTH"}


class Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


def of(scope: Scope, body: Readable) -> dict[str, object]:
    """The environ of a request. body: becomes wsgi.input."""
    host, port = scope["server"]
    return {
        **_FIXED,
        **_of_headers(scope["headers"]),
        "REQUEST_METHOD": scope["method"],
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "REMOTE_ADDR": scope["client"][0],
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
    }


def _of_headers(pairs: Headers) -> dict[str, str]:
    """Drops names with an underscore: X_Forwarded_For would pass for X-Forwarded-For."""
    found: dict[str, list[str]] = {}
    for header, value in pairs:
        if b"_" not in header:
            name = header.decode("latin-1").upper().replace("-", "_")
            name = name if name in _WITHOUT_HTTP else f"HTTP_{name}"
            found.setdefault(name, []).append(value.decode("latin-1"))
    return {name: ",".join(values) for name, values in found.items()}
