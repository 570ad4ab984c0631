"""What routes need of HTTP: request bodies, responses, and the pages of a list."""

import json
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from typing import Any, TypeVar

from chalice import Response
from chalice.app import Request

from shop_rules import bodies, cursors, headers, ids, json_bodies, queries, times
from shop_rules.cursors import SortKey
from shop_rules.errors import ShopError
from shop_rules.exchange import Exchange

Headers = Mapping[str, str]
Body = TypeVar("Body", bound=bodies.Body)
Item = TypeVar("Item")

_request: ContextVar[Request] = ContextVar("request")
_request_id: ContextVar[str] = ContextVar("request_id")
_exchange: ContextVar[Exchange | None] = ContextVar("exchange", default=None)


def _key_of(item: Any) -> SortKey:
    """The sort key of most lists: the id."""
    return [item["id"]]


class BodyNeeded(ShopError):
    """Answers X-Body-To-Come, which the local door sends before the body has arrived: the
    request is acceptable so far, and nothing was changed."""

    status, slug, title = 417, "expectation-failed", "Expectation failed"  # RFC 9110, 15.5.18


def begin(request: Request) -> None:
    """Make this the current request."""
    _request.set(request)
    _request_id.set(headers.request_id(request.headers.get("X-Request-ID")))
    _exchange.set(None)


def adapt(exchange: Exchange) -> None:
    """Read the current request through this: its headers and body in the views' version."""
    _exchange.set(exchange)


def request_id() -> str:
    return _request_id.get()


def header(name: str) -> str | None:
    value, exchange = _request.get().headers.get(name), _exchange.get()
    return exchange.condition(name, value) if exchange and value is not None else value


def client_address() -> str:
    """The address of the client, as API Gateway reports it."""
    return _request.get().context["identity"]["sourceIp"]


def arguments() -> dict[str, str]:
    """The query; the first value where a name has several."""
    given = _request.get().query_params
    return {name: given.getlist(name)[0] for name in given} if given else {}


# --8<-- [start:envelope]
def answer(
    data: object,
    status: int = 200,
    next_cursor: str | None = None,
    headers: Headers | None = None,
) -> Response:
    """The contract's envelope."""
    meta = {"timestamp": times.now(), "request_id": request_id()}
    if next_cursor is not None:
        meta["next_cursor"] = next_cursor
    return as_json({"success": True, "data": data, "meta": meta}, status, headers)


# --8<-- [end:envelope]
def nothing(status: int = 204, headers: Headers | None = None) -> Response:
    return Response("", {**(headers or {})}, status)


def as_json(
    content: object,
    status: int,
    headers: Headers | None = None,
    media_type: str = "application/json",
) -> Response:
    return Response(json.dumps(content), {"Content-Type": media_type, **(headers or {})}, status)


def as_csv(text: str, name: str, next_page: str | None) -> Response:
    """A file to save under that name. next_page: a URL (RFC 8288)."""
    more = {"Link": f'<{next_page}>; rel="next"'} if next_page else {}
    saved = {"Content-Disposition": f'attachment; filename="{name}"', **more}
    return Response(text, {"Content-Type": "text/csv; charset=utf-8", **saved}, 200)


def body(shape: type[Body]) -> Body:
    """The request's JSON as an instance of shape."""
    return bodies.checked(shape, _parsed_body())


def body_with_key(shape: type[Body]) -> tuple[Body, str]:
    """(body, Idempotency-Key). A missing key (400) is reported before an invalid body (422)."""
    parsed = _parsed_body()
    key = headers.idempotency_key(header("Idempotency-Key"))
    return bodies.checked(shape, parsed), key


def content(most: int) -> bytes:
    """The request's bytes. Rejects a longer body."""
    to_come = header("X-Body-To-Come")
    if to_come is not None:
        json_bodies.check_size(int(to_come) if to_come.isdecimal() else 0, most)
        raise BodyNeeded("The body is needed here, and is still to come.")
    read = _request.get().raw_body
    assert isinstance(read, bytes)
    json_bodies.check_size(len(read), most)
    exchange = _exchange.get()
    return exchange.body(read) if exchange else read


def page_asked(*filters: object, like: SortKey = ("",)) -> tuple[int, SortKey | None]:
    """(limit, where to begin) of a list. like: the shape of its cursors."""
    limit, cursor = queries.limit(arguments()), arguments().get("cursor")
    if cursor is None:
        return limit, None
    *first, an_id = cursors.decode(cursor, *filters, like=like)
    return limit, [*first, ids.known_form(str(an_id))]  # not every text can be a key


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
    json_bodies.check_type(header("Content-Type"))
    return json_bodies.parsed(content(json_bodies.MAX_BYTES))
