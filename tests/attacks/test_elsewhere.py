"""Attacks on sign-ins with an identity provider: on its answers, its addresses, and its people."""

from functools import partial

import pytest

from tests.contract.people import same_address
from tests.contract.steps import accepted, at_once, refused

LIES = (
    "wrong_nonce no_nonce other_audience several_audiences other_party other_issuer no_subject"
    " none hs256 forged unknown_key no_key_named no_token expired from_the_future"
).split()
OTHER_SITES = [
    "https://evil.example/signed-in",
    "//evil.example/signed-in",
    "http://127.0.0.1.evil.example/signed-in",
    "http://evil.example#@{host}/signed-in",
    "http://{host}@evil.example/signed-in",
    "http://{host}\\@evil.example/signed-in",
    "http://{host}/signed-in/../../evil",
    "http://{host}/signed-in#fragment",
    "http://{host}/signed-in?x=1",
    "HTTP://{host}/signed-in",
    "http://{host}/SIGNED-IN",
    "http://{host}/",
    "javascript:alert(1)",
    "data:text/html,x",
]


@pytest.fixture
def someone(identity):
    return identity.someone()


@pytest.mark.parametrize("lie", LIES)
def test_no_wrong_token_links_an_identity(identity, customer, lie):
    answer = identity.answer(identity.someone(lie=lie))
    path = f"{customer.path}/identities"
    refused(customer.post(path, answer.body), 422, "/code")
    assert accepted(customer.get(path)) == []


@pytest.mark.parametrize("site", OTHER_SITES)
def test_no_code_is_sent_to_another_site(identity, site):
    host = identity.redirect_uri.split("/")[2]
    refused(identity.begun(redirect_uri=site.format(host=host)), 422, "/redirect_uri")


def test_a_thief_who_reads_the_answer_and_its_owner_do_not_both_get_in(identity, someone):
    answer = identity.answer(someone)
    answers = at_once(*[partial(identity.sign_in, answer)] * 8)
    assert sorted(each.status_code for each in answers) == [201, *[401] * 7]
    refused(identity.sign_in(answer), 401)


def test_no_state_like_another_is_one(identity, someone):
    answer = identity.answer(someone)
    state = answer.state
    for other in (state.swapcase(), state[:-1], state + "A", state[1:], "%", "_" * len(state)):
        refused(identity.sign_in(answer._replace(state=other)), 401)
    accepted(identity.sign_in(answer), 201)


@pytest.mark.short
def test_the_provider_makes_nobody_more_than_a_customer(identity):
    more = {"role": "staff", "roles": ["admin"], "mfa_enabled": True, "id": "1", "aud": "shop"}
    person = identity.signed_in(identity.someone(**more))
    user = accepted(person.get(person.path))
    assert (user["role"], user["mfa_enabled"]) == ("customer", False)
    refused(person.get("/users"), 403)


def test_no_way_to_write_a_staff_email_takes_the_account(identity, staff):
    for email in same_address(staff.email):
        answer = identity.answer(identity.someone(email=email))
        assert identity.sign_in(answer).status_code in (409, 422)
    assert accepted(staff.get(f"{staff.path}/identities")) == []
