"""Where a client keeps its refresh token: it says so, or sends the token, and never both."""

import pytest

from shop_rules import bodies
from shop_rules.errors import Invalid
from shop_rules.refresh_bodies import Refresh

SIGN_IN = {"email": "ada@example.com", "password": "7391846205"}


def refused(shape, content):
    """The pointers of the refusal."""
    with pytest.raises(Invalid) as caught:
        bodies.checked(shape, content)
    return [fault["pointer"] for fault in caught.value.more["errors"]]


def test_a_session_is_kept_in_a_cookie_or_not_mentioned():
    assert bodies.checked(bodies.SignIn, SIGN_IN).session == ""
    assert bodies.checked(bodies.SignIn, SIGN_IN | {"session": "cookie"}).session == "cookie"


@pytest.mark.parametrize("wrong", ["", "body", "Cookie", " cookie", None, 1, True, ["cookie"]])
def test_there_is_no_other_session(wrong):
    assert refused(bodies.SignIn, SIGN_IN | {"session": wrong}) == ["/session"]
    assert refused(Refresh, {"session": wrong}) == ["/session"]


def test_a_refresh_has_a_token_or_a_session_and_never_both():
    by_token = bodies.checked(Refresh, {"refresh_token": "x"})
    by_cookie = bodies.checked(Refresh, {"session": "cookie"})
    assert (by_token.refresh_token, by_token.session) == ("x", "")
    assert (by_cookie.refresh_token, by_cookie.session) == ("", "cookie")
    for content in ({}, {"refresh_token": "x", "session": "cookie"}):
        assert refused(Refresh, content) == ["/refresh_token"]


def test_a_refresh_has_nothing_else():
    assert refused(Refresh, {"session": "cookie", "x": 1}) == ["/x"]
    assert refused(Refresh, {"refresh_token": "x", "x": 1}) == ["/x"]
    assert refused(Refresh, {"session": 1, "x": 1}) == ["/session", "/x"]
    assert refused(Refresh, ["session"]) == [""]
