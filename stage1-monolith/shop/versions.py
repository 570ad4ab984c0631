"""Two API versions on one set of routes: this adapts each request before Flask routes it, and the
response after the route has made it. The routes know version 1 only.
"""

from collections.abc import Iterable
from typing import IO
from urllib.parse import quote
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Response, request

from shop_rules import json_bodies, versions
from shop_rules.errors import ShopError
from shop_rules.exchange import Exchange

from . import telemetry
from .config import BASE, config

_EXCHANGE, _REFUSAL = "shop.exchange", "shop.refusal"


def adapted(wsgi_app: WSGIApplication) -> WSGIApplication:
    """The application with version 2: its requests arrive as those of version 1."""

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        try:
            _adapt(environ)
        except ShopError as error:
            environ[_REFUSAL] = error  # raised later, where a refusal gets its form
        return wsgi_app(environ, start_response)

    return app


def _adapt(environ: WSGIEnvironment) -> None:
    path, header = environ["PATH_INFO"], environ.get("HTTP_API_VERSION")
    asked = versions.asked(path, header, environ["QUERY_STRING"])
    shown = quote(asked.path.encode("latin-1"))
    exchange = Exchange(asked._replace(path=shown), environ["REQUEST_METHOD"])
    environ[_EXCHANGE], environ["PATH_INFO"] = exchange, BASE + exchange.path(asked.path)
    for name in versions.CONDITIONS:
        key = f"HTTP_{name.upper().replace('-', '_')}"
        if key in environ:
            environ[key] = exchange.condition(name, environ[key])
    if exchange.has_money:
        environ["wsgi.input"] = _Body(environ["wsgi.input"], exchange)


class _Body:
    """A body that is adapted when a route reads it, which it does once and whole."""

    def __init__(self, sent: IO[bytes], exchange: Exchange) -> None:
        self._sent, self._exchange = sent, exchange

    def read(self, size: int = -1) -> bytes:
        content = self._sent.read(size)
        is_too_long = len(content) > json_bodies.MAX_BYTES  # and perhaps not whole
        return content if is_too_long else self._exchange.body(content)


def check() -> None:
    """Raise the refusal if the request names no version, an unknown one, or two."""
    refusal: ShopError | None = request.environ.get(_REFUSAL)
    if refusal:
        raise refusal


def path() -> str:
    """The path that was requested, decoded."""
    exchange = _exchange()
    return exchange.asked.base + exchange.asked.path if exchange else request.path


def answer(response: Response) -> None:
    """Put the response into the version that was asked for."""
    exchange = _exchange()
    telemetry.count_version(exchange.asked.version if exchange else "none")
    if not exchange:
        return
    # --8<-- [start:answer]
    media_type = response.content_type or ""
    if "json" in media_type:
        response.set_data(exchange.content(media_type, response.get_data(), config().prefix))
    sent = list(response.headers.items())  # with the new length
    response.headers.clear()
    for name, value in exchange.headers(sent, config().public_url, config().v1_sunset):
        response.headers.add(name, value)
    # --8<-- [end:answer]


def _exchange() -> Exchange | None:
    return request.environ.get(_EXCHANGE)
