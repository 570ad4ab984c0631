import time
from urllib.request import parse_http_list, parse_keqv_list

import pytest

from shop_rules import step_up, tokens
from shop_rules.errors import Unauthenticated
from shop_rules.step_up import SignInTooOld


@pytest.mark.parametrize(("age", "recent"), [(0, True), (899, True), (901, False), (10**9, False)])
def test_a_sign_in_is_recent_for_as_long_as_is_asked(clock, age, recent):
    signed_in_at = time.time()
    clock.move(age)
    if recent:
        step_up.check(signed_in_at, 900)
    else:
        with pytest.raises(Unauthenticated):
            step_up.check(signed_in_at, 900)


def test_the_last_second_is_not_recent_any_more(monkeypatch):
    monkeypatch.setattr(time, "time", lambda: 1_800_000_900.0)
    step_up.check(1_800_000_001, 900)
    with pytest.raises(SignInTooOld):
        step_up.check(1_800_000_000, 900)


def test_a_token_that_does_not_say_when_is_old():
    with pytest.raises(SignInTooOld):
        step_up.check(0, 900)


@pytest.mark.parametrize("back", [4, 6, 3600])
def test_a_sign_in_from_the_future_is_recent_within_the_leeway_of_clocks_only(clock, back):
    signed_in_at = time.time()
    clock.move(-back)
    if back < tokens.LEEWAY_SECONDS:
        step_up.check(signed_in_at, 900)
    else:
        with pytest.raises(SignInTooOld):
            step_up.check(signed_in_at, 900)


def test_the_refusal_is_a_401_like_every_other():
    problem = SignInTooOld(900).as_problem("/api/v1/users/x", "request-1")
    assert problem.keys() == Unauthenticated("x").as_problem("/", "r").keys()
    assert (problem["type"], problem["status"]) == ("urn:shop:problem:unauthenticated", 401)
    assert problem["detail"] == "This needs a sign-in less than 900 seconds old. Sign in again."


def test_the_refusal_is_told_in_the_words_of_rfc_9470():
    scheme, _, parameters = SignInTooOld(900).headers["WWW-Authenticate"].partition(" ")
    assert scheme == "Bearer"
    assert parse_keqv_list(parse_http_list(parameters)) == {
        "error": "insufficient_user_authentication",
        "max_age": "900",
        "error_description": "More recent authentication is required",
    }
