"""What the application learns of the headers."""

from serving import environ

SCOPE = {
    "server": ("127.0.0.1", 80),
    "client": ("127.0.0.1", 5000),
    "method": "GET",
    "raw_path": b"/",
    "query_string": b"",
    "http_version": "1.1",
    "scheme": "http",
}


def of(*headers: tuple[bytes, bytes]) -> dict:
    return environ.of({**SCOPE, "headers": list(headers)}, None)


def test_a_header_that_comes_twice_is_a_list():
    assert of((b"accept", b"a"), (b"accept", b"b"))["HTTP_ACCEPT"] == "a,b"


def test_a_name_with_an_underscore_passes_for_no_other():
    given = of((b"x-forwarded-for", b"203.0.113.9"), (b"x_forwarded_for", b"8.8.8.8"))
    assert given["HTTP_X_FORWARDED_FOR"] == "203.0.113.9"
    assert "CONTENT_LENGTH" not in of((b"content_length", b"7"))
