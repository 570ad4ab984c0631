"""Tokens: signing in, refreshing, signing out."""

import pytest

from .representations import SOME_TEXT
from .steps import (
    PASSWORD,
    a_customer,
    accepted,
    at_once,
    claims,
    refused,
    sign_in,
    signed_in,
    unique,
)


def refresh(shop, refresh_token, **more):
    return shop.call("POST", "/tokens/refresh", json={"refresh_token": refresh_token}, **more)


def is_alive(shop, customer, token):
    accepted(shop.call("GET", customer.path, token=token))


def is_dead(shop, customer, token):
    """Check that the token is refused in every service, for reads and writes."""
    refused(shop.call("GET", customer.path, token=token), 401)
    refused(shop.call("GET", f"{customer.path}/orders", token=token), 401)
    refused(shop.call("DELETE", f"{customer.path}/cart", token=token), 401)
    refused(shop.call("DELETE", "/tokens/current", token=token), 401)


def test_signing_in_gives_a_pair_of_tokens(shop, customer):
    tokens = accepted(sign_in(shop, customer.email, PASSWORD), 201)
    assert tokens == {
        "access_token": SOME_TEXT,
        "token_type": "Bearer",
        "expires_in": 900,
        "refresh_token": SOME_TEXT,
    }
    assert len(tokens["refresh_token"]) >= 22, "less than 128 random bits can be guessed"
    assert tokens["refresh_token"].count(".") == 0, "it is opaque"
    is_alive(shop, customer, tokens["access_token"])


def test_the_access_token_is_a_jwt_of_a_quarter_of_an_hour(shop, customer):
    said = claims(customer.token)
    assert said["sub"] == customer.id
    assert said["exp"] - said["iat"] == 900
    assert type(said["exp"]) is int and said["iss"] and said["sid"]
    assert said["iat"] - 60 < said["auth_time"] <= said["iat"]
    assert set(said) <= {"sub", "sid", "iat", "exp", "iss", "jti", "aud", "nbf", "auth_time"}
    other = claims(signed_in(shop, customer.email, PASSWORD).token)
    assert other["sid"] != said["sid"]


def test_every_sign_in_gives_other_tokens(shop, customer):
    pairs = [accepted(sign_in(shop, customer.email, PASSWORD), 201) for _ in range(3)]
    for name in ("access_token", "refresh_token"):
        assert len({pair[name] for pair in pairs}) == 3
    for pair in pairs:
        is_alive(shop, customer, pair["access_token"])
    is_alive(shop, customer, customer.token)


def test_a_wrong_password_is_401(shop, customer):
    nearly = [f" {PASSWORD}", f"{PASSWORD} ", PASSWORD.upper(), PASSWORD[:-1], PASSWORD + "\n"]
    for wrong in ["wrong password", "x" * 128, *nearly]:
        refused(sign_in(shop, customer.email, wrong), 401)
    is_alive(shop, customer, customer.token)


def test_a_wrong_password_and_an_unknown_email_look_the_same(shop, customer):
    known = sign_in(shop, customer.email, "wrong password")
    unknown = sign_in(shop, f"{unique('nobody')}@example.org", "wrong password")
    problems = [refused(answer, 401) for answer in (known, unknown)]
    for problem in problems:
        del problem["request_id"]
    assert problems[0] == problems[1]
    assert known.headers.keys() == unknown.headers.keys()


def test_one_persons_password_is_not_anothers(shop, customer):
    other = a_customer(shop, password="another's password")
    refused(sign_in(shop, customer.email, other.password), 401)
    refused(sign_in(shop, other.email, PASSWORD), 401)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"email": "x", "password": PASSWORD}, "/email"),
        ({"email": "ada@example.org", "password": ""}, "/password"),
        ({"email": "ada@example.org", "password": "p" * 129}, "/password"),
        ({"email": "ada@example.org", "password": PASSWORD, "otp": "12345"}, "/otp"),
        ({"email": "ada@example.org", "password": PASSWORD, "otp": "1234567"}, "/otp"),
        ({"email": "ada@example.org", "password": PASSWORD, "otp": 123456}, "/otp"),
        ({"email": "ada@example.org", "password": PASSWORD, "otp": "１２３４５６"}, "/otp"),
        ({"email": "ada@example.org", "password": PASSWORD, "otp": "12345\n"}, "/otp"),
        ({"email": "ada@example.org", "password": PASSWORD, "scope": "staff"}, "/scope"),
    ],
    ids=lambda value: ascii(value)[-40:],
)
def test_a_sign_in_that_does_not_fit_is_422(shop, body, pointer):
    refused(shop.call("POST", "/tokens", json=body), 422, pointer)


def test_a_refresh_gives_a_new_pair_that_works(shop, customer):
    pair = accepted(refresh(shop, customer.refresh_token), 201)
    assert set(pair) == {"access_token", "token_type", "expires_in", "refresh_token"}
    assert (pair["token_type"], pair["expires_in"]) == ("Bearer", 900)
    assert pair["refresh_token"] != customer.refresh_token
    said = claims(pair["access_token"])
    assert (said["sub"], said["exp"] - said["iat"]) == (customer.id, 900)
    is_alive(shop, customer, pair["access_token"])
    for _ in range(3):  # and the new one can be refreshed in turn
        pair = accepted(refresh(shop, pair["refresh_token"]), 201)
        is_alive(shop, customer, pair["access_token"])


def test_a_refresh_needs_no_access_token_and_no_good_one(shop, customer):
    pair = accepted(refresh(shop, customer.refresh_token, token="long.dead.token"), 201)
    is_alive(shop, customer, pair["access_token"])


def test_a_refresh_token_used_again_kills_its_whole_family(shop, customer):
    elsewhere = signed_in(shop, customer.email, PASSWORD)
    second = accepted(refresh(shop, customer.refresh_token), 201)
    third = accepted(refresh(shop, second["refresh_token"]), 201)
    refused(refresh(shop, customer.refresh_token), 401)
    for token in (customer.token, second["access_token"], third["access_token"]):
        is_dead(shop, customer, token)
    for token in (customer.refresh_token, second["refresh_token"], third["refresh_token"]):
        refused(refresh(shop, token), 401)
    is_alive(shop, customer, elsewhere.token)
    accepted(refresh(shop, elsewhere.refresh_token), 201)


def test_a_refresh_token_sent_five_times_at_once_is_taken_once_at_most(shop, customer):
    answers = at_once(*[lambda: refresh(shop, customer.refresh_token)] * 5)
    taken = [accepted(answer, 201) for answer in answers if answer.status_code == 201]
    for answer in answers:
        if answer.status_code != 201:
            refused(answer, 401)
    assert len(taken) <= 1
    is_dead(shop, customer, customer.token)
    for pair in taken:
        is_dead(shop, customer, pair["access_token"])
        refused(refresh(shop, pair["refresh_token"]), 401)


def test_what_is_no_refresh_token_is_401(shop, customer):
    good = customer.refresh_token
    swapped = good[:-1] + ("A" if good[-1] != "A" else "B")
    odd = ["x", "null", good[:-1], good + "x", good + " ", swapped, good[::-1], good.swapcase()]
    for token in [*odd, customer.token, "é", "x" * 500, "' OR 1=1 --"]:
        refused(refresh(shop, token), 401)
    accepted(refresh(shop, good), 201)


def test_a_refresh_token_opens_nothing_itself(shop, customer):
    is_dead(shop, customer, customer.refresh_token)
    is_alive(shop, customer, customer.token)


def test_signing_out_kills_this_sign_in_at_once_and_no_other(shop, customer):
    elsewhere = signed_in(shop, customer.email, PASSWORD)
    accepted(customer.delete("/tokens/current"), 204)
    is_dead(shop, customer, customer.token)
    refused(refresh(shop, customer.refresh_token), 401)
    is_alive(shop, customer, elsewhere.token)
    accepted(refresh(shop, elsewhere.refresh_token), 201)
    accepted(sign_in(shop, customer.email, PASSWORD), 201)


def test_signing_out_kills_what_was_refreshed_before(shop, customer):
    second = accepted(refresh(shop, customer.refresh_token), 201)
    accepted(shop.call("DELETE", "/tokens/current", token=second["access_token"]), 204)
    is_dead(shop, customer, customer.token)
    is_dead(shop, customer, second["access_token"])
    refused(refresh(shop, second["refresh_token"]), 401)


def test_signing_out_needs_a_token(shop, anyone):
    refused(anyone.delete("/tokens/current"), 401)
    refused(shop.call("DELETE", "/tokens/current", token="no.such.token"), 401)
    refused(anyone.get("/tokens/current"), 405)


def test_a_sign_in_knows_nothing_of_another_person(shop, customer, other_customer):
    accepted(customer.delete("/tokens/current"), 204)
    is_alive(shop, other_customer, other_customer.token)
    accepted(refresh(shop, other_customer.refresh_token), 201)
