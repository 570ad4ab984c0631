"""Request smuggling: one request on the wire is never answered as two.

Each case carries a second request in what may be taken for a body. It bears a request id of its
own, so its answer can be distinguished from the first one's.
"""

import pytest

INNER = "smuggled"
KIND = ("Content-Type", "application/json")
CHUNKED = ("Transfer-Encoding", "chunked")
AMBIGUOUS = {
    "a length and chunks": [("Content-Length", "6"), CHUNKED],
    "chunks and a length": [CHUNKED, ("Content-Length", "6")],
    "two lengths": [("Content-Length", "0"), ("Content-Length", "70")],
    "two lengths in one": [("Content-Length", "0, 70")],
    "a negative length": [("Content-Length", "-1")],
    "a length with a sign": [("Content-Length", "+0")],
    "a length in hexadecimal": [("Content-Length", "0x0")],
    "a length with a space in it": [("Content-Length", "0 0")],
    "an empty length": [("Content-Length", "")],
    "a length of another script": [("Content-Length", "\xb2")],
    "a huge length": [("Content-Length", "9" * 30)],
    "a space before the colon": [("Content-Length ", "0"), ("Content-Length", "70")],
    "an unknown coding": [("Transfer-Encoding", "xchunked")],
    "a coding on top": [("Transfer-Encoding", "chunked, identity")],
    "the coding and an unknown one": [CHUNKED, ("Transfer-Encoding", "x")],
    "a tab before the coding": [("Transfer-Encoding", "\tchunked"), ("Content-Length", "6")],
    "a vertical tab in the coding": [("Transfer-Encoding", "\x0bchunked")],
    "a coding in quotes": [("Transfer-Encoding", '"chunked"')],
    "a folded coding": [("Transfer-Encoding", "\r\n chunked"), ("Content-Length", "6")],
    "a bare line feed": [("X-Odd", "1\nTransfer-Encoding: chunked"), ("Content-Length", "6")],
    "a bare carriage return": [("X-Odd", "1\rTransfer-Encoding: chunked"), ("Content-Length", "6")],
    "a NUL in a header": [("X-Odd", "1\0"), ("Content-Length", "0")],
    "an underscore": [("Content_Length", "0"), ("Content-Length", "70")],
}
BAD_CHUNKS = {
    "a size that is none": b"z\r\n{}\r\n0\r\n\r\n",
    "a size with a sign": b"-2\r\n{}\r\n0\r\n\r\n",
    "a size in 0x": b"0x2\r\n{}\r\n0\r\n\r\n",
    "a size beyond 64 bits": b"10000000000000002\r\n{}\r\n0\r\n\r\n",
    "a huge size": b"f" * 40 + b"\r\n{}\r\n0\r\n\r\n",
    "a size that is too small": b"1\r\n{}\r\n0\r\n\r\n",
    "a bare line feed after the size": b"2\n{}\n0\n\n",
    "an extension with a line feed": b"2;a\nx\r\n{}\r\n0\r\n\r\n",
    "a size with a space before it": b" 2\r\n{}\r\n0\r\n\r\n",
}


def inner(wire):
    return wire.request("GET", "/health", [("X-Request-ID", INNER)])


def nothing_hid(got):
    """At most the outer request was answered, and nothing in it as a request of its own."""
    assert all(answer.headers.get("x-request-id") != INNER for answer in got), got
    assert all(answer.status != 200 for answer in got), got


@pytest.mark.short
def test_the_inner_request_would_be_answered_by_itself(wire):
    (answer,) = wire.send(inner(wire), quiet=0.2)
    assert (answer.status, answer.headers["x-request-id"]) == (200, INNER)


@pytest.mark.parametrize("case", AMBIGUOUS)
def test_no_request_hides_behind_ambiguous_framing(wire, case):
    """Refused and closed. `0` ends the chunks where they count, so the rest would be a request."""
    body = b"0\r\n\r\n" + inner(wire)
    got = wire.send(wire.request("POST", "/tokens", [KIND, *AMBIGUOUS[case]], body), quiet=0.5)
    nothing_hid(got)


@pytest.mark.parametrize("case", BAD_CHUNKS)
def test_no_request_hides_behind_bad_chunks(wire, case):
    body = BAD_CHUNKS[case] + inner(wire)
    nothing_hid(wire.send(wire.request("POST", "/tokens", [KIND, CHUNKED], body), quiet=0.5))


@pytest.mark.short
@pytest.mark.parametrize("case", ["a length and chunks", "two lengths", "a space before the colon"])
def test_the_known_kinds_of_smuggling_are_refused(wire, case):
    body = b"0\r\n\r\n" + inner(wire)
    nothing_hid(wire.send(wire.request("POST", "/tokens", [KIND, *AMBIGUOUS[case]], body), 0.5))


def test_a_body_of_a_get_is_no_request(wire):
    """Its length counts, though no operation reads it."""
    hidden = inner(wire)
    length = ("Content-Length", len(hidden))
    got = wire.send(wire.request("GET", "/products?limit=1", [length], hidden), quiet=0.5)
    assert [answer.status for answer in got] == [200]
    assert got[0].headers["x-request-id"] != INNER


def test_two_requests_in_one_packet_are_two_answers_in_order(wire):
    """Pipelining is no smuggling, and a refused body does not shift the answers."""
    first = wire.request("POST", "/tokens", [KIND, ("Content-Length", 2)], b"{}")
    got = wire.send(first + inner(wire), quiet=0.5)
    assert [answer.status for answer in got] in ([422, 200], [422])
    assert all(answer.headers["x-request-id"] == INNER for answer in got[1:])


def test_headers_that_name_others_are_not_handed_on(wire, world):
    """Connection: a header could make a gateway drop it before the service sees it."""
    bearer = ("Authorization", f"Bearer {world.owner.token}")
    for dropped in ("Authorization", "close, Authorization", "X-Request-ID"):
        got = wire.send(
            wire.request("GET", world.owner.path, [bearer, ("Connection", dropped)]), quiet=0.3
        )
        assert [answer.status for answer in got] in ([200], [401]), dropped
    got = wire.send(wire.request("GET", world.owner.path, [("X-User-Id", world.owner.id)]), 0.3)
    assert [answer.status for answer in got] == [401]
