"""What routes need of HTTP: request bodies, responses, and the pages of a list."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from flask import Response, g, request

from shop_rules import bodies, cursors, headers, json_bodies, queries, times
from shop_rules.cursors import SortKey

Headers = Mapping[str, str]
Body = TypeVar("Body", bound=bodies.Body)
Item = TypeVar("Item")


def _key_of(item: Any) -> SortKey:
    """The sort key of most lists: the id."""
    return [item["id"]]


# --8<-- [start:envelope]
def answer(
    data: object,
    status: int = 200,
    next_cursor: str | None = None,
    headers: Headers | None = None,
) -> Response:
    """The contract's envelope."""
    meta = {"timestamp": times.now(), "request_id": g.request_id}
    if next_cursor is not None:
        meta["next_cursor"] = next_cursor
    return as_json({"success": True, "data": data, "meta": meta}, status, headers)


# --8<-- [end:envelope]
def nothing(headers: Headers | None = None) -> Response:
    return Response(status=204, headers=headers)


def as_json(
    content: object,
    status: int,
    headers: Headers | None = None,
    media_type: str = "application/json",
) -> Response:
    return Response(json.dumps(content), status, headers, content_type=media_type)


def as_csv(text: str, name: str, next_page: str | None) -> Response:
    """A file to save under that name. next_page: a URL (RFC 8288)."""
    more = {"Link": f'<{next_page}>; rel="next"'} if next_page else {}
    saved = {"Content-Disposition": f'attachment; filename="{name}"', **more}
    return Response(text, 200, saved, content_type="text/csv; charset=utf-8")


def body(shape: type[Body]) -> Body:
    """The request's JSON as an instance of shape."""
    return bodies.checked(shape, _parsed_body())


def body_with_key(shape: type[Body]) -> tuple[Body, str]:
    """(body, Idempotency-Key). A missing key (400) is reported before an invalid body (422)."""
    parsed = _parsed_body()
    key = headers.idempotency_key(request.headers.get("Idempotency-Key"))
    return bodies.checked(shape, parsed), key


def content(most: int) -> bytes:
    """The request's bytes. Rejects a longer body, whether or not it declares its length."""
    json_bodies.check_size(request.content_length or 0, most)
    read = request.environ["wsgi.input"].read(most + 1)
    json_bodies.check_size(len(read), most)
    return read


def page_asked(*filters: object, like: SortKey = ("",)) -> tuple[int, SortKey | None]:
    """(limit, where to begin) of a list. like: the shape of its cursors."""
    limit, cursor = queries.limit(request.args), request.args.get("cursor")
    return limit, cursors.decode(cursor, *filters, like=like) if cursor is not None else None


# --8<-- [start:page]
def page(
    items: Sequence[Item],
    limit: int,
    *filters: object,
    after: Callable[[Item], SortKey] = _key_of,
) -> tuple[Sequence[Item], str | None]:
    """(items to show, next cursor) of a list read with one more than limit. after: a sort key."""
    shown = items[:limit]
    more = cursors.encode(after(shown[-1]), *filters) if len(items) > limit else None
    return shown, more


# --8<-- [end:page]
def _parsed_body() -> object:
    json_bodies.check_type(request.headers.get("Content-Type"))
    return json_bodies.parsed(content(json_bodies.MAX_BYTES))
