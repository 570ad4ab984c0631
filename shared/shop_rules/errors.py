"""Every error that the shop answers a request with.

ShopError                500 internal
├── Malformed            400 malformed
├── Unauthenticated      401 unauthenticated
├── Forbidden            403 forbidden
├── NotFound             404 not-found
├── MethodNotAllowed     405 method-not-allowed
├── RequestTimeout       408 request-timeout
├── Conflict             409 conflict
├── PreconditionFailed   412 precondition-failed
├── TooLarge             413 too-large
├── UnsupportedMedia     415 unsupported-media-type
├── Invalid              422 invalid
├── PreconditionRequired 428 precondition-required
├── TooManyRequests      429 too-many-requests
└── Unavailable          503 unavailable
`as_problem` converts any of them to problem details (RFC 9457).
"""

from typing import Unpack

from . import problems
from .problems import Fault, More, Problem

BUG = "Something went wrong here. The request id tells us where to look."


class ShopError(Exception):
    status = 500
    slug = "internal"
    title = "Internal error"

    def __init__(self, detail: str = "", **more: Unpack[More]) -> None:
        super().__init__(detail)
        self.detail = detail
        self.more = more

    @property
    def headers(self) -> dict[str, str]:
        return {}

    # --8<-- [start:as_problem]
    def as_problem(self, instance: str, request_id: str) -> Problem:
        """The error as problem details. instance: the request's path, percent-encoded."""
        return {
            "type": f"urn:shop:problem:{self.slug}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail or self.title,
            "instance": problems.instance(instance),
            "success": False,
            "request_id": request_id,
            **self.more,
        }

    # --8<-- [end:as_problem]


class Malformed(ShopError):
    status, slug, title = 400, "malformed", "Malformed request"


class Unauthenticated(ShopError):
    status, slug, title = 401, "unauthenticated", "Authentication required"

    @property
    def headers(self) -> dict[str, str]:
        return {"WWW-Authenticate": "Bearer"}


class Forbidden(ShopError):
    status, slug, title = 403, "forbidden", "Forbidden"


class NotFound(ShopError):
    status, slug, title = 404, "not-found", "Not found"


class MethodNotAllowed(ShopError):
    status, slug, title = 405, "method-not-allowed", "Method not allowed"

    def __init__(self, allowed: str) -> None:
        super().__init__(f"This path answers {allowed}.")
        self.allowed = allowed

    @property
    def headers(self) -> dict[str, str]:
        return {"Allow": self.allowed}


class RequestTimeout(ShopError):
    status, slug, title = 408, "request-timeout", "Request timeout"


class Conflict(ShopError):
    status, slug, title = 409, "conflict", "Conflict"


class PreconditionFailed(ShopError):
    status, slug, title = 412, "precondition-failed", "Precondition failed"


class TooLarge(ShopError):
    status, slug, title = 413, "too-large", "Content too large"


class UnsupportedMedia(ShopError):
    status, slug, title = 415, "unsupported-media-type", "Unsupported media type"


class Invalid(ShopError):
    status, slug, title = 422, "invalid", "Invalid content"

    def __init__(self, detail: str, pointer: str = "", errors: list[Fault] | None = None) -> None:
        errors = errors or [{"pointer": pointer, "detail": detail}]
        super().__init__(**problems.listed(detail, errors))


class PreconditionRequired(ShopError):
    status, slug, title = 428, "precondition-required", "Precondition required"


class _Later(ShopError):
    """retry_after: whole seconds after which the client should try again."""

    def __init__(self, detail: str, retry_after: int = 1, **more: Unpack[More]) -> None:
        super().__init__(detail, **more)
        self.retry_after = retry_after

    @property
    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(self.retry_after)}


class TooManyRequests(_Later):
    status, slug, title = 429, "too-many-requests", "Too many requests"


class Unavailable(_Later):
    status, slug, title = 503, "unavailable", "Unavailable"


def from_problem(problem: Problem) -> ShopError:
    """The error in another service's problem document, to be raised here as well."""
    detail, slug = problem.get("detail", ""), problem.get("type", "").rpartition(":")[2]
    if slug == Invalid.slug:
        return Invalid(detail, errors=problem["errors"])
    if slug == Unavailable.slug:
        return Unavailable(detail)
    plain = (Malformed, Unauthenticated, Forbidden, NotFound, Conflict, PreconditionFailed)
    return {kind.slug: kind for kind in plain}.get(slug, ShopError)(detail)
