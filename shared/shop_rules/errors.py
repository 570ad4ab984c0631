"""Every way the shop can refuse a request.

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
`as_problem` renders any of them as problem details (RFC 9457).
"""

from . import problems

BUG = "Something went wrong here. The request id tells us where to look."


class ShopError(Exception):
    status = 500
    slug = "internal"
    title = "Internal error"

    def __init__(self, detail="", **more):
        super().__init__(detail)
        self.detail = detail
        self.more = more

    @property
    def headers(self):
        return {}

    # --8<-- [start:as_problem]
    def as_problem(self, instance, request_id):
        """The refusal as a dict; instance is the request's path, percent-encoded."""
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
    def headers(self):
        return {"WWW-Authenticate": "Bearer"}


class Forbidden(ShopError):
    status, slug, title = 403, "forbidden", "Forbidden"


class NotFound(ShopError):
    status, slug, title = 404, "not-found", "Not found"


class MethodNotAllowed(ShopError):
    status, slug, title = 405, "method-not-allowed", "Method not allowed"

    def __init__(self, allowed):
        super().__init__(f"This path answers {allowed}.")
        self.allowed = allowed

    @property
    def headers(self):
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
    """errors: a list of {pointer, detail}; the first 20 of them are listed."""

    status, slug, title = 422, "invalid", "Invalid content"

    def __init__(self, detail, pointer="", errors=None):
        errors = errors or [{"pointer": pointer, "detail": detail}]
        super().__init__(**problems.listed(detail, errors))


class PreconditionRequired(ShopError):
    status, slug, title = 428, "precondition-required", "Precondition required"


class _Later:
    """retry_after: whole seconds until it is worth asking again."""

    def __init__(self, detail, retry_after=1, **more):
        super().__init__(detail, **more)
        self.retry_after = retry_after

    @property
    def headers(self):
        return {"Retry-After": str(self.retry_after)}


class TooManyRequests(_Later, ShopError):
    status, slug, title = 429, "too-many-requests", "Too many requests"


class Unavailable(_Later, ShopError):
    status, slug, title = 503, "unavailable", "Unavailable"


def from_problem(problem):
    """The refusal that a neighbour's problem document tells of, to be raised here as well."""
    detail, slug = problem.get("detail", ""), problem.get("type", "").rpartition(":")[2]
    if slug == Invalid.slug:
        return Invalid(detail, errors=problem["errors"])
    if slug == Unavailable.slug:
        return Unavailable(detail)
    plain = (Malformed, Unauthenticated, Forbidden, NotFound, Conflict, PreconditionFailed)
    return {kind.slug: kind for kind in plain}.get(slug, ShopError)(detail)
