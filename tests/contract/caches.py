"""What a shared cache, such as a CDN's, may do with a response to a GET (RFC 9111)."""

from .client import Response

# Statuses that may be stored without a word about it (RFC 9110, 15.1).
HEURISTIC = {200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501}
AUTHORIZED = {"must-revalidate", "public", "s-maxage"}  # any of them allows it (RFC 9111, 3.5)
EXPLICIT = {"public", "max-age", "s-maxage"}


def directives(response: Response) -> dict[str, str]:
    """{directive of Cache-Control: its value, or ""}"""
    said = response.headers.get("Cache-Control", "").lower().split(",")
    pairs = (directive.strip().partition("=") for directive in said)
    return {name: value for name, _, value in pairs if name}


def may_store(response: Response) -> bool:
    """RFC 9111, 3."""
    said = directives(response).keys()
    if said & {"no-store", "private"} or response.headers.get("Vary") == "*":
        return False
    if "Authorization" in response.request.headers and not said & AUTHORIZED:
        return False
    is_explicit = said & EXPLICIT or "Expires" in response.headers
    return bool(is_explicit) or response.status_code in HEURISTIC


def may_reuse(response: Response) -> int:
    """The seconds for which it may answer others without asking the shop: RFC 9111, 4.2."""
    said = directives(response)
    if not may_store(response) or "no-cache" in said:
        return 0
    return int(said.get("s-maxage") or said.get("max-age") or 0)
