import pytest

from shop_rules import cookies
from shop_rules.errors import Unauthenticated

BASE = "/api/v1"
COOKIE = cookies.of_shop("", 8001, BASE)
TOKEN = "9Qf3hVYw1m4m0l0sJq2b8xkqgT7m1n5cRr6dZ0uEoXw"


@pytest.mark.parametrize(
    ("public_url", "port", "name", "path", "is_secure"),
    [
        ("", 8001, "shop_8001", "/api/v1/tokens", False),
        ("", 80, "shop_80", "/api/v1/tokens", False),
        ("", 443, "__Secure-shop_443", "/api/v1/tokens", True),
        ("http://127.0.0.1:8002", 1, "shop_8002", "/api/v1/tokens", False),
        ("http://shop.example", 8001, "shop_80", "/api/v1/tokens", False),
        ("https://shop.example", 8001, "__Secure-shop_443", "/api/v1/tokens", True),
        ("https://shop.example:8443/desk", 8001, "__Secure-shop_8443", "/desk/api/v1/tokens", True),
        ("https://[::1]:9/a/b", 8001, "__Secure-shop_9", "/a/b/api/v1/tokens", True),
    ],
)
def test_the_public_address_says_name_path_and_whether_it_is_secure(
    public_url, port, name, path, is_secure
):
    assert cookies.of_shop(public_url, port, BASE) == (name, path, is_secure)


def test_it_is_kept_from_scripts_and_other_sites_for_thirty_days():
    assert COOKIE.holding(TOKEN) == (
        f"shop_8001={TOKEN}; HttpOnly; Max-Age=2592000; Path=/api/v1/tokens; SameSite=Strict"
    )


def test_over_https_it_is_secure():
    assert cookies.of_shop("https://shop.example", 1, BASE).holding("x").endswith("; Secure")


def test_it_is_deleted_where_it_was_set():
    empty = COOKIE.holding("").replace("Max-Age=2592000", "Max-Age=0")
    assert COOKIE.deleted() == empty


@pytest.mark.parametrize(
    "sent",
    [
        f"shop_8001={TOKEN}",
        f" shop_8001={TOKEN} ;",
        f"a=b; shop_8001={TOKEN}; c",
        f'a={{"x": "y, z"}}; shop_8001={TOKEN}; shop_8002=other; __Secure-shop_8001=other',
    ],
)
def test_it_is_found_among_others(sent):
    assert COOKIE.token("cookie", sent) == TOKEN


def test_a_token_may_have_an_equals_sign():
    assert COOKIE.token("cookie", "shop_8001=a=b=") == "a=b="


@pytest.mark.parametrize("meant", [None, "", "Cookie", "cookie ", "cookie, cookie", "1"])
def test_it_counts_only_with_the_header(meant):
    with pytest.raises(Unauthenticated, match="X-Shop-Session: cookie"):
        COOKIE.token(meant, f"shop_8001={TOKEN}")


@pytest.mark.parametrize(
    "sent",
    [
        None,
        "",
        "shop_8001",
        "shop_8001=",
        "shop_8001=; a=b",
        f"shop_800={TOKEN}",
        f"SHOP_8001={TOKEN}",
        f"x_shop_8001={TOKEN}",
        f"a=shop_8001={TOKEN}",
        f"shop_8001={TOKEN}; shop_8001={TOKEN}",
        f"shop_8001={TOKEN}; shop_8001=",
        f"shop_8001={TOKEN} x",
        "shop_8001=\u00e9",
        "shop_8001=\ud800",
        f"shop_8001={'x' * 501}",
    ],
    ids=ascii,
)
def test_what_is_no_cookie_of_this_shop_is_401(sent):
    with pytest.raises(Unauthenticated, match="no session cookie"):
        COOKIE.token("cookie", sent)
