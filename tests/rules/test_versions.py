"""Which version a request asks for, and the headers that depend on it."""

import pytest

from shop_rules.errors import Malformed, NotFound
from shop_rules.versions import (
    DEPRECATED,
    Asked,
    asked,
    condition,
    headers,
    sunset,
    without_version,
)

PATH = "/products/1"


@pytest.mark.parametrize(
    ("path", "header", "query", "expected"),
    [
        ("/api/v1/products/1", None, "", Asked("1", "/api/v1", PATH)),
        ("/api/v2/products/1", None, "", Asked("2", "/api/v2", PATH)),
        ("/api/v2/products/1", "2", "version=2", Asked("2", "/api/v2", PATH)),
        ("/api/products/1", "2", "", Asked("2", "/api", PATH)),
        ("/api/products/1", " 1 ", "", Asked("1", "/api", PATH)),
        ("/api/products/1", "2,2", "", Asked("2", "/api", PATH)),
        ("/api/products/1", None, "limit=3&version=2", Asked("2", "/api", PATH)),
        ("/api/products/1", "", "version=1&version=1", Asked("1", "/api", PATH)),
        ("/api/v2/products/1", "", "version=&versions=1", Asked("2", "/api/v2", PATH)),
        ("/api/products/1", None, "%76ersion=2", Asked("2", "/api", PATH)),
        ("/api/v1", None, "", Asked("1", "/api/v1", "")),
        ("/api/", "2", "", Asked("2", "/api", "/")),
        ("/api/v1x/y", "1", "", Asked("1", "/api", "/v1x/y")),
        ("/api/v1/a\nb", None, "", Asked("1", "/api/v1", "/a\nb")),
    ],
)
def test_a_request_names_its_version_in_one_place_or_several(path, header, query, expected):
    assert asked(path, header, query) == expected


@pytest.mark.parametrize("path", ["/api", "/apis/v1/x", "/", "", "/x/api/v1/y", "//api/v1/x"])
def test_what_is_outside_the_api_is_not_found(path):
    with pytest.raises(NotFound, match="No such path"):
        asked(path, "1", "")


@pytest.mark.parametrize(
    ("path", "header", "query"),
    [
        ("/api/v3/products", None, ""),
        ("/api/v0/products", None, ""),
        ("/api/v01/products", None, ""),
        ("/api/products", "3", ""),
        ("/api/products", "two", ""),
        ("/api/products", "2.0", ""),
        ("/api/products", None, "version=v2"),
        ("/api/products", None, "version=%EF%BC%92"),  # a full-width digit
        ("/api/v1/products", "3", ""),  # unknown is said before contradictory
    ],
)
def test_an_unknown_version_is_not_found(path, header, query):
    with pytest.raises(NotFound, match="No such version"):
        asked(path, header, query)


@pytest.mark.parametrize(
    ("path", "header", "query"),
    [
        ("/api/v1/products", "2", ""),
        ("/api/v2/products", None, "version=1"),
        ("/api/products", "1", "version=2"),
        ("/api/products", "1,2", ""),
        ("/api/products", None, "version=1&version=2"),
    ],
)
def test_two_versions_are_a_contradiction(path, header, query):
    with pytest.raises(Malformed, match="two versions"):
        asked(path, header, query)


@pytest.mark.parametrize("path", ["/api/products", "/api/", "/api/vx/products"])
def test_no_version_is_malformed(path):
    with pytest.raises(Malformed, match="Name a version"):
        asked(path, None, "limit=1")


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ('"v2-3"', '"3"'),
        ('W/"v2-3"', 'W/"3"'),
        ('"v2-3", "4"', '"3", "v1-4"'),
        ("*", "*"),
        ('"v2-v2-3"', '"v2-3"'),
        ("nonsense", "nonsense"),
    ],
)
def test_a_tag_of_version_1_matches_nothing_in_version_2(tags, expected):
    assert condition(tags) == expected


SENT = [("ETag", '"3"'), ("Location", "/api/v1/orders/7"), ("X-Request-ID", "a")]
COOKIE = "shop_1=x; HttpOnly; Path=/desk/api/v1/tokens; SameSite=Strict"


def of(base, version, sent=SENT, public_url="https://shop.example/desk"):
    return list(headers(Asked(version, base, PATH), sent, public_url, "the end"))


def test_version_1_by_url_only_gains_headers_about_its_end():
    link = '<https://shop.example/desk/api/v2/products/1>; rel="successor-version"'
    more = [("Deprecation", DEPRECATED), ("Sunset", "the end"), ("Link", link)]
    assert of("/api/v1", "1") == [*SENT, *more]


def test_version_2_has_tags_and_addresses_of_its_own():
    expected = [("ETag", '"v2-3"'), ("Location", "/api/v2/orders/7"), ("X-Request-ID", "a")]
    assert of("/api/v2", "2") == expected


@pytest.mark.parametrize("version", ["1", "2"])
def test_where_the_url_names_no_version_caches_have_to_vary(version):
    assert ("Vary", "Api-Version") in of("/api", version)
    assert not any(name == "Vary" for name, _ in of(f"/api/v{version}", version))


@pytest.mark.parametrize("base", ["/api", "/api/v1", "/api/v2"])
def test_a_session_cookie_belongs_to_the_base_url_that_set_it(base):
    ((_, cookie), *_) = of(base, "1", [("Set-Cookie", COOKIE)])
    assert f"; Path=/desk{base}/tokens;" in cookie


def test_what_a_shop_behind_says_about_versions_is_said_once():
    for version in "12":
        once = of(f"/api/v{version}", version)
        assert of(f"/api/v{version}", version, of("/api/v1", "1")) == once


def test_other_links_stay_in_the_version_that_was_asked_for():
    link = ("Link", '<https://shop.example/api/v1/x?a=1>; rel="next"')
    assert of("/api/v2", "2", [link]) == [("Link", link[1].replace("v1", "v2"))]


def test_all_links_are_in_one_header():
    link = '<https://shop.example/api/v1/x>; rel="next"'
    found = [value for name, value in of("/api/v1", "1", [("Link", link)]) if name == "Link"]
    assert len(found) == 1
    assert found[0].startswith(f"{link}, <")
    assert found[0].endswith('; rel="successor-version"')


@pytest.mark.parametrize("path", ['/x"><y', "/x\r\ny", "/x y", "/ü"])
def test_no_path_breaks_out_of_the_link(path):
    *_, (name, link) = headers(Asked("1", "/api/v1", path), [], "", "")
    target, _, rest = link[1:].partition(">")
    assert name == "Link"
    assert rest == '; rel="successor-version"'
    assert target.isascii() and target.isprintable() and " " not in target and '"' not in target


@pytest.mark.parametrize("path", ["/%ff", "/%FF", "/\ufffd", "/%ef%bf%bd"])
def test_the_link_is_escaped_alike_however_a_stage_has_the_path(path):
    *_, (_, link) = headers(Asked("1", "/api/v1", path), [], "", "")
    assert link.startswith("</api/v2/%EF%BF%BD>")


def test_the_link_of_a_long_path_is_short():
    *_, (_, link) = headers(Asked("1", "/api/v1", "/x" * 5000), [], "", "")
    assert len(link) < 2100


def test_the_end_of_version_1_is_configured():
    assert sunset("2028-02-29") == "Tue, 29 Feb 2028 00:00:00 GMT"
    assert sunset("") == "Tue, 30 Nov 2027 00:00:00 GMT"
    with pytest.raises(ValueError, match="isoformat"):
        sunset("soon")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ""),
        ("version=2", ""),
        ("q=%41+b&version=2&limit=", "q=%41+b&limit="),
        ("%76ersion=2&versions=3&x=version", "versions=3&x=version"),
        ("version&version=1&&a", "&a"),
    ],
)
def test_a_service_behind_is_not_told_the_version_twice(query, expected):
    assert without_version(query) == expected
