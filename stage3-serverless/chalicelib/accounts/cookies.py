"""Browser sessions: the refresh token travels in a cookie that scripts can't read."""

from chalice import Response

from shop_rules import cookies
from shop_rules.shapes import Tokens

from .. import http
from ..config import BASE, config


def answer(tokens: Tokens, session: str) -> Response:
    """201 with new tokens. session: "cookie" moves the refresh token from the body to a cookie."""
    if not session:
        return http.answer(tokens, 201)
    cookie = _cookie().holding(tokens.pop("refresh_token"))
    return http.answer(tokens, 201, headers={"Set-Cookie": cookie})


def are_meant() -> bool:
    """Whether the request asks to use the session in its cookie."""
    return http.header(cookies.HEADER) == cookies.MEANT


def refresh_token() -> str:
    """The refresh token in the request's cookie. 401 without one, or without the header."""
    return _cookie().token(http.header(cookies.HEADER), http.header("Cookie"))


def signed_out() -> Response:
    return http.nothing(headers={"Set-Cookie": _cookie().deleted()})


def _cookie() -> cookies.SessionCookie:
    return cookies.of_shop(config().public_url, config().public_port, BASE)
