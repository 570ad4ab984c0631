"""Request smuggling: one request on the wire is never answered as two.

Each case carries a second request in what may be taken for a body. It bears a request id of its
own, so an answer to it can be told from the answer to the first.
"""

import pytest

INNER = "smuggled"


def inner(wire):
    return wire.request("GET", "/health", [("X-Request-ID", INNER)])


def framed(wire, *headers, body=None):
    """POST /tokens with these framing headers, and `body`, by default the inner request."""
    kind = ("Content-Type", "application/json")
    return wire.request("POST", "/tokens", [kind, *headers], inner(wire) if body is None else body)


def both_lengths(wire):
    return framed(
        wire,
        ("Content-Length", len(inner(wire)) + 5),
        ("Transfer-Encoding", "chunked"),
        body=b"0\r\n\r\n" + inner(wire),
    )


def two_lengths(wire):
    return framed(wire, ("Content-Length", 0), ("Content-Length", len(inner(wire))))


CASES = {"both a length and chunks": both_lengths, "two lengths": two_lengths}


@pytest.mark.short
@pytest.mark.parametrize("case", CASES)
def test_no_request_hides_in_another(wire, case):
    got = wire.send(CASES[case](wire))
    assert all(answer.headers.get("x-request-id") != INNER for answer in got), got
    assert all(answer.status >= 400 for answer in got), got
