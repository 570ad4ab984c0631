"""What a span of HTTP says of paths and answers.

https://opentelemetry.io/docs/specs/semconv/http/http-spans/
"""

import re

from .span import Span

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\b[a-z]{2,4}_(?:test_)?\w{8,}")


def template(path: str) -> str:
    """The path with its ids left out."""
    return _ID.sub("…", path)


def answered(made: Span, status: int) -> None:
    """Note the status. A 4xx is the client's error: only a 5xx is an error of the server."""
    _note(made, status, 500)


def received(made: Span, status: int) -> None:
    """For who asks, a refusal is an error too."""
    _note(made, status, 400)


def _note(made: Span, status: int, errors_from: int) -> None:
    made.attributes["http.response.status_code"] = status
    if status >= errors_from:
        made.error = made.attributes["error.type"] = str(status)
