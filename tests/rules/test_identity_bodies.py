"""A sign-in has a password, or what an identity provider sent back, and never both."""

import pytest

from shop_rules import bodies, identity_bodies
from shop_rules.errors import Invalid
from shop_rules.identity_bodies import NewAuthorization, SignIn, SignInElsewhere

PASSWORD = {"email": "ada@example.com", "password": "7391846205"}
ANSWER = {"state": "qkM7v1n0", "code": "Splx/lOB+eZ="}
PERSON = {"issuer": "https://id.example", "subject": "ada", "email": "ada@example.com"}


def pointers(shape, content):
    with pytest.raises(Invalid) as caught:
        bodies.checked(shape, content)
    return sorted(fault["pointer"] for fault in caught.value.more["errors"])


def test_both_kinds_of_sign_in_are_told_apart():
    with_password = bodies.checked(SignIn, PASSWORD)
    assert isinstance(with_password, bodies.SignIn) and with_password.session == ""
    elsewhere = bodies.checked(SignIn, ANSWER | {"otp": "123456", "session": "cookie"})
    assert isinstance(elsewhere, SignInElsewhere)
    assert (elsewhere.state, elsewhere.code, elsewhere.otp) == (*ANSWER.values(), "123456")


def test_a_mixture_is_none_of_both():
    assert pointers(SignIn, PASSWORD | ANSWER) == ["/email", "/password"]
    assert pointers(SignIn, PASSWORD | {"state": "s"}) == ["/code", "/email", "/password"]
    assert pointers(SignIn, {}) == ["/email", "/password"]
    assert pointers(SignIn, []) == [""]


@pytest.mark.parametrize("name", ["state", "code"])
@pytest.mark.parametrize("wrong", ["", " ", "a b", "a\n", "ä", "x" * 2001, 1, None, ["x"]])
def test_state_and_code_are_visible_ascii(name, wrong):
    assert pointers(SignIn, ANSWER | {name: wrong}) == [f"/{name}"]


def test_there_is_one_provider():
    given = {"provider": "example", "redirect_uri": "http://127.0.0.1:8001/signed-in"}
    assert bodies.checked(NewAuthorization, given).redirect_uri == given["redirect_uri"]
    assert pointers(NewAuthorization, given | {"provider": "Example"}) == ["/provider"]


@pytest.mark.parametrize(
    ("name", "called"), [("Ada", "Ada"), ("", "ada"), ("   ", "ada"), ("x" * 300, "x" * 200)]
)
def test_a_newcomer_has_the_verified_email_and_some_name(name, called):
    new = identity_bodies.newcomer({**PERSON, "email_verified": True, "name": name})
    assert (new.email, new.name) == ("ada@example.com", called)


@pytest.mark.parametrize(
    "more",
    [
        {"email_verified": False},
        {"email": ""},
        {"email": "no address"},
        {"name": "a\0b"},
    ],
)
def test_without_a_verified_email_there_is_no_newcomer(more):
    with pytest.raises(Invalid) as caught:
        identity_bodies.newcomer({**PERSON, "email_verified": True, "name": "Ada", **more})
    assert [fault["pointer"] for fault in caught.value.more["errors"]] == ["/code"]
