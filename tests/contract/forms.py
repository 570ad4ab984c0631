"""Checks the form of every response: headers, envelope, problem details, and no secret."""

import json
import re
from typing import Any
from urllib.parse import unquote, urlsplit

from .client import Response, Sent
from .version import ANY_BASE

Json = Any  # the shop's response; each caller knows its shape

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")

PROBLEMS = {
    400: ("malformed", "Malformed request"),
    401: ("unauthenticated", "Authentication required"),
    403: ("forbidden", "Forbidden"),
    404: ("not-found", "Not found"),
    405: ("method-not-allowed", "Method not allowed"),
    408: ("request-timeout", "Request timeout"),
    409: ("conflict", "Conflict"),
    412: ("precondition-failed", "Precondition failed"),
    413: ("too-large", "Content too large"),
    415: ("unsupported-media-type", "Unsupported media type"),
    422: ("invalid", "Invalid content"),
    428: ("precondition-required", "Precondition required"),
    429: ("too-many-requests", "Too many requests"),
    500: ("internal", "Internal error"),
    503: ("unavailable", "Unavailable"),
}
LONGEST_INSTANCE = 2000  # characters
_PROBLEM_KEYS = {"type", "title", "status", "detail", "instance", "success", "request_id"}
_MORE_KEYS: dict[int, set[str]] = {422: {"errors"}, 503: {"dependencies"}}
_PUBLIC_PATHS = ("/products", "/health", "/ready")
_TOLD = '(?!has_password"\\s*:\\s*(true|false))'  # that there is one is no secret
_SECRET_KEYS = re.compile(rf'"{_TOLD}[a-z_]*(password|hash|secret|private|totp|salt)[a-z_]*"\s*:')


def told(response: Response) -> str:
    """The exchange in one line, for a failed assertion."""
    sent = response.request
    return f"{sent.method} {sent.path_url} -> {response.status_code} {response.text[:600]}"


def path_of(response: Response) -> str:
    """The request's path below the base URL, percent-encoded as it was sent."""
    return ANY_BASE.split(_sent_path(response), maxsplit=1)[-1]


def _sent_path(response: Response) -> str:
    return urlsplit(response.request.url or "").path


def json_of(response: Response) -> Json:
    """The body as JSON, strictly: UTF-8, and no NaN or Infinity."""
    return json.loads(response.content.decode("utf-8"), parse_constant=_refuse_constant)


def _refuse_constant(name: str) -> None:
    raise AssertionError(f"{name} is not JSON")


def allowed(response: Response) -> set[str]:
    """The methods of an Allow header."""
    return {method.strip() for method in response.headers["Allow"].split(",")}


def check_headers(response: Response) -> None:
    """Check the headers that every response has."""
    headers = response.headers
    assert REQUEST_ID.fullmatch(headers.get("X-Request-ID", "")), told(response)
    sent = response.request.headers.get("X-Request-ID")
    if isinstance(sent, str) and REQUEST_ID.fullmatch(sent):
        assert headers["X-Request-ID"] == sent, told(response)
    assert headers.get("X-Content-Type-Options") == "nosniff", told(response)
    cached = headers.get("Cache-Control", "")
    public = path_of(response).startswith(_PUBLIC_PATHS)
    assert "no-store" in cached or (public and cached), f"{told(response)} {cached=}"


def check_envelope(response: Response) -> Json:
    """The data of a success, whose envelope is checked."""
    assert _media_type(response) == "application/json", told(response)
    body = json_of(response)
    assert set(body) == {"success", "data", "meta"}, told(response)
    assert body["success"] is True, told(response)
    meta = body["meta"]
    assert TIME.fullmatch(meta["timestamp"]), told(response)
    assert meta["request_id"] == response.headers["X-Request-ID"], told(response)
    assert set(meta) <= {"timestamp", "request_id", "next_cursor"}, told(response)
    if "next_cursor" in meta:
        assert isinstance(body["data"], list) and body["data"], told(response)
        assert isinstance(meta["next_cursor"], str) and meta["next_cursor"], told(response)
    check_no_secret(response)
    return body["data"]


def check_problem(response: Response) -> Json:
    """The problem details (RFC 9457) of a refusal, checked."""
    assert _media_type(response) == "application/problem+json", told(response)
    problem = json_of(response)
    slug, title = PROBLEMS[response.status_code]
    assert problem["type"] == f"urn:shop:problem:{slug}", told(response)
    assert problem["title"] == title, told(response)
    assert problem["status"] == response.status_code, told(response)
    assert isinstance(problem["detail"], str) and problem["detail"].strip(), told(response)
    assert _names_the_path(problem["instance"], response), told(response)
    assert problem["success"] is False, told(response)
    assert problem["request_id"] == response.headers["X-Request-ID"], told(response)
    more = set(problem) - _PROBLEM_KEYS
    assert more <= _MORE_KEYS.get(response.status_code, set()), told(response)
    _check_what_this_status_adds(response, problem)
    check_no_secret(response)
    return problem


def _check_what_this_status_adds(response: Response, problem: Json) -> None:
    headers = response.headers
    if response.status_code == 401:
        assert headers.get("WWW-Authenticate", "").startswith("Bearer"), told(response)
    if response.status_code == 405:
        assert headers.get("Allow"), told(response)
    if response.status_code in (429, 503):
        assert 1 <= int(headers.get("Retry-After", "0")) <= 60, told(response)
    if response.status_code == 422:
        _check_errors(response, problem)


def _check_errors(response: Response, problem: Json) -> None:
    assert isinstance(problem.get("errors"), list) and problem["errors"], told(response)
    assert len(problem["errors"]) <= 20, told(response)
    for error in problem["errors"]:
        assert set(error) == {"pointer", "detail"}, told(response)
        assert error["pointer"] == "" or error["pointer"].startswith("/"), told(response)
        assert isinstance(error["detail"], str) and error["detail"].strip(), told(response)


def check_no_secret(response: Response) -> None:
    """Check that a response has no key for a secret, nor the token or password that was sent."""
    assert not _SECRET_KEYS.search(response.text), told(response)
    for secret in _secrets_sent(response.request):
        assert secret not in response.text, told(response)


def _secrets_sent(request: Sent) -> list[str]:
    """The token and passwords of a request that are too long to appear by chance."""
    sent: list[object] = [*request.headers.get("Authorization", "").split()[1:]]
    try:
        body = json.loads(request.body) if isinstance(request.body, bytes | str) else None
    except (ValueError, RecursionError):
        body = None
    if isinstance(body, dict):
        sent += [body.get(field) for field in ("password", "current", "new", "refresh_token")]
    return [secret for secret in sent if isinstance(secret, str) and len(secret) >= 8]


def _names_the_path(instance: str, response: Response) -> bool:
    """Check `instance`. Shop and client may disagree on a prefix before the base URL. A long path
    is cut to LONGEST_INSTANCE characters, minus an escape that was cut in two."""
    assert instance.isascii() and " " not in instance, told(response)
    assert len(instance) <= LONGEST_INSTANCE, told(response)
    base = ANY_BASE.search(_sent_path(response))
    sent = _sent_path(response)[base.start() :] if base else ""
    if len(instance) > LONGEST_INSTANCE - 3 and len(sent) > LONGEST_INSTANCE - 100:
        found = ANY_BASE.search(instance)
        return found is not None and unquote(sent).startswith(unquote(instance[found.start() :]))
    return unquote(instance).endswith(unquote(sent))


def _media_type(response: Response) -> str:
    return response.headers.get("Content-Type", "").split(";")[0].strip().lower()
