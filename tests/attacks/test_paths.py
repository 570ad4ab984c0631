"""Path tricks: no spelling of a path leads to another operation, another file or an inner API."""

import pytest

SPELLINGS = [
    "/products/../users",
    "/products/..%2fusers",
    "/products/%2e%2e/users",
    "/products/%252e%252e/users",
    "/products/..%5cusers",
    "/products/..;/users",
    "/products/.%00./users",
    "/./users",
    "/users/.",
    "/users;x=1",
    "/users%3b",
    "/users%2f",
    "/users%23",
    "/users%3f",
    "/users%00",
    "/users%0d%0a",
    "/%75sers%2e",
    "//users",
    "/users//",
    "/USERS",
    "/%c0%ae%c0%ae/users",
    "/%e0%80%ae./users",
    "/%uff0e/users",
    "/users\\",
    "/users\t",
]
INSIDE = [
    "/internal/sessions",
    "/../../internal/people",
    "/../../internal/stock",
    "/%2e%2e/%2e%2e/internal/people",
    "/products/..%2f..%2f..%2finternal%2fpeople",
    "/..;/..;/internal/people",
    "/../../_ministack/health",
    "/../../_ministack/reset",
    "/../../metrics",
    "/../../console",
    "/../../static/../secrets.json",
    "/products/..%2f..%2f..%2f..%2fsecrets.json",
    "/products/../../../../../../etc/passwd",
    "/..%2f..%2f..%2f..%2fetc%2fpasswd",
    "/%2e%2e/%2e%2e/%2e%2e/.env",
    "/../../.git/config",
    "/../../actuator/env",
]
IDS = ["..", "%2e%2e", "..%2f..%2fsecrets.json", "..%5c..", "%00", "....//", "%252e%252e%252f", "*"]
SIZES = ["../full", "..%2f..%2fsecrets.json", "full%00", "/etc/passwd", "full/../thumb", "FULL", ""]
TARGETS = [
    "//evil.example/api/v1/users",
    "users",
    "*",
    "",
    "?",
    "#/api/v1/users",
    "\\api\\v1\\users",
]


def sent(wire, path, token=None, method="GET"):
    headers = [("Connection", "close"), *([("Authorization", f"Bearer {token}")] if token else [])]
    return wire.send(wire.request(method, path, headers), quiet=0.5)


def leads_nowhere(got, what):
    """A refusal, or no answer at all; and nothing of this machine in it."""
    for answer in got:
        assert answer.status in (400, 403, 404, 405), (what, answer)
        for word in (
            b"root:",
            b"payment_key",
            b"[core]",
            b"Traceback",
            b"/home/",
            b"site-packages",
        ):
            assert word not in answer.body, (what, answer)


@pytest.mark.short
def test_no_other_spelling_of_a_path_leads_there(wire, staff):
    """As staff, who may read /users: 200 would mean that two parts read one path differently."""
    assert [answer.status for answer in sent(wire, "/users", staff.token)] == [200]
    for path in SPELLINGS:
        leads_nowhere(sent(wire, path, staff.token), path)


@pytest.mark.short
def test_no_path_leads_inside(wire, staff):
    for path in INSIDE:
        for method in ("GET", "POST"):
            leads_nowhere(sent(wire, path, staff.token, method), f"{method} {path}")


def test_no_request_target_leads_elsewhere(wire, staff):
    for target in TARGETS:
        lines = f"GET {target} HTTP/1.1\r\nHost: {wire.address.netloc}\r\n"
        data = f"{lines}Authorization: Bearer {staff.token}\r\n\r\n".encode("latin-1")
        for answer in wire.send(data, quiet=0.3):
            assert b"@" not in answer.body, (target, "an e-mail", answer)
            assert answer.status < 500, (target, answer)


def test_an_absolute_target_is_this_shop_or_nothing(wire):
    """A proxy's form of a request is no way to make the shop fetch something: the most that it
    leads to is the shop's own front page."""
    own = [answer.body for answer in wire.send(_bare(wire, "GET /"), quiet=0.3)]
    for target in ("http://evil.example/", "https://127.0.0.1:1/", "evil.example:443"):
        for method in ("GET", "CONNECT", "TRACE"):
            got = wire.send(_bare(wire, f"{method} {target}"), quiet=0.3)
            others = [answer for answer in got if answer.body not in own]
            leads_nowhere(others, f"{method} {target}")


def _bare(wire, line):
    return f"{line} HTTP/1.1\r\nHost: {wire.address.netloc}\r\n\r\n".encode()


def test_no_image_is_a_file_of_this_machine(wire, world, staff):
    for odd in IDS:
        for path in (f"/products/{odd}/image", f"/products/{odd}/image?size=full"):
            leads_nowhere(sent(wire, path, staff.token), path)
    for size in SIZES:
        path = f"/products/{world.product['id']}/image?size={size}"
        got = sent(wire, path, staff.token)
        assert [answer.status for answer in got] in ([404], [422], [400]), path


def test_no_cursor_is_more_than_a_position(world):
    for cursor in (
        "../../secrets.json",
        "' OR 1=1 --",
        "gASVIAAAAA==",
        "eyJhIjoxfQ",
        "%",
        "A" * 9000,
    ):
        answer = world.staff.get("/products", params={"cursor": cursor})
        assert answer.status_code in (414, 422, 400), cursor
        assert "Traceback" not in answer.text
