import re
import string
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_rules import headers
from shop_rules.errors import Malformed, Unauthenticated

ANY = st.text(st.characters(max_codepoint=0xFF))  # what a header can hold
HEX = "0123456789abcdef"
TRACE, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"


@given(st.text(string.ascii_letters + string.digits + "._-", min_size=1, max_size=128))
def test_a_fit_request_id_is_kept(sent):
    assert headers.request_id(sent) == sent


@pytest.mark.parametrize("sent", [None, "", "a" * 129, "a b", "ä", "a\n", '"', "a/b", "a,b"])
def test_an_unfit_request_id_is_replaced(sent):
    assert uuid.UUID(headers.request_id(sent))
    assert headers.request_id(sent) != headers.request_id(sent)


@given(ANY)
def test_whatever_is_sent_the_request_id_is_fit_to_be_logged(sent):
    assert re.fullmatch(r"[A-Za-z0-9._-]{1,128}", headers.request_id(sent))


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_scheme_of_an_authorization_has_no_case(scheme):
    assert headers.bearer(f"{scheme} a.b.c") == "a.b.c"


@pytest.mark.parametrize("sent", [None, "", "Bearer", "Bearer ", "a.b.c", "Basic a.b.c", "Bearera"])
def test_another_authorization_is_none(sent):
    with pytest.raises(Unauthenticated):
        headers.bearer(sent)


@given(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=255))
def test_visible_ascii_is_an_idempotency_key(sent):
    assert headers.idempotency_key(sent) == sent


@pytest.mark.parametrize("sent", [None, "", "a" * 256, "a b", " a", "a\n", "ä", "a\x7f", "\0"])
def test_anything_else_is_no_idempotency_key(sent):
    with pytest.raises(Malformed):
        headers.idempotency_key(sent)


def test_a_trace_goes_on_with_a_new_span():
    sent = f"00-{TRACE}-{SPAN}-01"
    version, trace, span, flags = headers.traceparent(sent).split("-")
    assert (version, trace, flags) == ("00", TRACE, "01")
    assert span != SPAN


def test_a_trace_that_is_not_sampled_stays_so():
    assert headers.traceparent(f"00-{TRACE}-{SPAN}-00").endswith("-00")


@pytest.mark.parametrize(
    "sent",
    [
        None,
        "",
        f"00-{TRACE}-{SPAN}",
        f"00-{TRACE.upper()}-{SPAN}-01",
        f"00-{TRACE[1:]}-{SPAN}-01",
        f"00-{'0' * 32}-{SPAN}-01",
        f"00-{TRACE}-{'0' * 16}-01",
        f"ff-{TRACE}-{SPAN}-01",
        f"00-{TRACE}-{SPAN}-01\n",
        f"00-{TRACE}-{SPAN}-zz",
    ],
)
def test_a_bad_trace_is_dropped_for_a_new_one(sent):
    made = headers.traceparent(sent)
    assert TRACE not in made
    assert "0" * 32 not in made
    assert made != headers.traceparent(sent)


@given(ANY | st.text(HEX + "-"))
def test_what_is_passed_on_is_always_well_formed(sent):
    match = re.fullmatch("00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}", headers.traceparent(sent))
    assert set(match[1]) != {"0"}
    assert set(match[2]) != {"0"}
