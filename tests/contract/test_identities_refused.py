"""What an identity provider, or one who pretends to come from it, can not do."""

import time
from functools import partial

import pyotp
import pytest

from shop_rules import openid

from .people import wrong_code
from .steps import (
    PASSWORD,
    accepted,
    at_once,
    eventually,
    refused,
    sign_in,
    signed_in,
    unless_busy,
)

STEP = 30
# See identity_provider/tokens.py: what is wrong with the ID token.
LIES = (
    "wrong_nonce no_nonce other_audience several_audiences other_party other_issuer no_subject"
    " none hs256 forged unknown_key no_key_named no_token expired from_the_future"
).split()


def identities_of(person):
    return accepted(person.get(f"{person.path}/identities"))


def link(person, answer):
    return person.post(f"{person.path}/identities", answer.body)


@pytest.fixture
def someone(identity):
    return identity.someone()


@pytest.fixture
def totp(customer):
    """The customer's second factor, which is on; the code of this moment is used up."""
    totp = pyotp.parse_uri(accepted(customer.post(f"{customer.path}/mfa"), 201)["otpauth_uri"])
    accepted(customer.put(f"{customer.path}/mfa", {"otp": totp.at(time.time())}), 204)
    return totp


@pytest.mark.parametrize("lie", LIES)
def test_an_id_token_that_is_wrong_in_one_way_signs_nobody_in(identity, lie):
    person = identity.someone(lie=lie)
    answer = identity.answer(person)
    refused(identity.sign_in(answer), 401)
    refused(identity.sign_in(answer), 401)  # and the state is used up


@pytest.mark.parametrize("lie", ["wrong_nonce", "forged", "none"])
def test_nor_does_it_link_anything(identity, customer, lie):
    refused(link(customer, identity.answer(identity.someone(lie=lie))), 422, "/code")
    assert identities_of(customer) == []


def test_a_new_key_of_the_provider_is_found(identity, someone):
    """Keys are read again for an unknown one, at most once in a while."""
    identity.signed_in(someone)  # the shop knows the old key

    def check():
        return identity.signed_in(identity.someone(lie="rotated"))

    eventually(check, within=openid.REFETCH_SECONDS + 5, every=1)
    identity.signed_in(someone)


def test_a_state_works_once(identity, someone):
    answer = identity.answer(someone)
    accepted(identity.sign_in(answer), 201)
    refused(identity.sign_in(answer), 401)


def test_a_state_sent_five_times_at_once_works_once(identity, someone):
    answer = identity.answer(someone)
    answers = at_once(*[partial(identity.sign_in, answer)] * 5)
    assert sorted(each.status_code for each in answers) == [201, 401, 401, 401, 401]


def test_a_state_is_for_one_purpose_signing_in_or_linking(identity, customer, someone):
    answer = identity.answer(someone)
    accepted(link(customer, answer), 201)
    refused(identity.sign_in(answer), 401)
    refused(link(customer, answer), 422, "/code")


def test_a_state_that_was_never_begun_is_401(shop, identity, someone):
    answer = identity.answer(someone)
    refused(identity.sign_in(answer._replace(state="made-up")), 401)
    accepted(identity.sign_in(answer), 201)


def test_the_code_of_another_authorization_is_refused(identity, someone):
    """Its verifier is another: a code that was stolen is of no use with a state of one's own."""
    theirs, mine = identity.answer(someone), identity.answer(identity.someone())
    refused(identity.sign_in(mine._replace(code=theirs.code)), 401)


def test_a_made_up_code_is_refused(identity, someone):
    refused(identity.sign_in(identity.answer(someone)._replace(code="made-up")), 401)


def test_the_code_of_another_client_is_refused(identity, someone):
    url = identity.begin()["authorization_url"]
    refused(identity.sign_in(identity.consent(url, someone, client_id="another")), 401)


def test_an_answer_to_another_address_is_refused(identity, someone):
    url = identity.begin()["authorization_url"]
    elsewhere = "http://127.0.0.1:9/signed-in"
    refused(identity.sign_in(identity.consent(url, someone, redirect_uri=elsewhere)), 401)


def test_two_sign_ins_of_a_new_person_at_once_make_one_account(identity, someone):
    answers = [identity.answer(someone) for _ in range(3)]
    responses = at_once(*[partial(identity.sign_in, answer) for answer in answers])
    assert [each.status_code for each in responses].count(201) >= 1
    assert {each.status_code for each in responses} <= {201, 409}
    person = identity.signed_in(someone)
    assert [each["subject"] for each in identities_of(person)] == [someone.subject]


def test_two_accounts_racing_for_an_identity_do_not_share_it(
    identity, customer, other_customer, someone
):
    people, answers = [customer, other_customer], [identity.answer(someone) for _ in range(2)]
    calls = [partial(link, *each) for each in zip(people, answers, strict=True)]
    assert sorted(each.status_code for each in at_once(*calls)) == [201, 409]
    owners = [person for person in people if identities_of(person)]
    assert [person.id for person in owners] == [identity.signed_in(someone).id]


def test_the_second_factor_is_asked_for_and_the_same_answer_sent_again(
    identity, customer, totp, someone
):
    accepted(link(customer, identity.answer(someone)), 201)
    answer = identity.answer(someone)
    for more in ({}, {"otp": wrong_code(totp)}):
        response = identity.sign_in(answer, **more)
        assert "one-time code" in refused(response, 401)["detail"]
        told = response.headers["WWW-Authenticate"]
        assert 'error="insufficient_user_authentication"' in told
        assert 'acr_values="otp"' in told
    code = totp.at(time.time() + STEP)
    tokens = accepted(identity.sign_in(answer, otp=code), 201)
    accepted(customer.get(customer.path, token=tokens["access_token"]))
    refused(identity.sign_in(answer, otp=code), 401)


def test_a_code_for_it_works_once(identity, customer, totp, someone):
    accepted(link(customer, identity.answer(someone)), 201)
    code = totp.at(time.time() + STEP)
    accepted(identity.sign_in(identity.answer(someone), otp=code), 201)
    refused(identity.sign_in(identity.answer(someone), otp=code), 401)


def test_ten_wrong_codes_lock_the_person_and_not_the_password(
    shop, identity, customer, totp, someone
):
    accepted(link(customer, identity.answer(someone)), 201)
    answer, wrong = identity.answer(someone), wrong_code(totp)
    for _ in range(10):
        refused(identity.sign_in(answer, otp=wrong), 401)
    code = totp.at(time.time() + STEP)
    refused(identity.sign_in(answer, otp=code), 429)
    accepted(sign_in(shop, customer.email, PASSWORD, otp=code), 201)


@pytest.mark.parametrize("lie", ["down", "slow", "no_json"])
def test_while_the_provider_fails_it_is_503_and_passwords_work(shop, identity, customer, lie):
    answer = identity.answer(identity.someone(lie=lie))
    refused(identity.sign_in(answer), 503)
    assert signed_in(shop, customer.email, PASSWORD).id == customer.id


def test_after_it_failed_before_the_code_was_used_the_same_answer_signs_in(identity):
    answer = identity.answer(identity.someone(lie="down"))  # once
    refused(identity.sign_in(answer), 503)
    accepted(unless_busy(lambda: identity.sign_in(answer)), 201)
