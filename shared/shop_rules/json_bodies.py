"""From bytes to parsed JSON (RFC 8259), with the refusals on the way."""

import json

from .errors import Malformed, TooLarge, UnsupportedMedia

MAX_BYTES = 256 * 1024


def check_type(content_type):
    media_type, _, parameters = (content_type or "").partition(";")
    charset = parameters.strip().lower().replace('"', "")
    if media_type.strip().lower() != "application/json" or charset not in ("", "charset=utf-8"):
        raise UnsupportedMedia("Send Content-Type: application/json.")


def check_size(size, most=MAX_BYTES):
    if size > most:
        raise TooLarge(f"A body may have at most {most} bytes here.")


def parsed(content):
    try:
        return json.loads(content.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Malformed("The body is not JSON in UTF-8.") from None


def _no_constant(name):
    raise ValueError(f"{name} is not JSON")
