"""What could take an account over asks for a recent sign-in. Here no sign-in is recent."""

import pytest

from shop import db
from shop.accounts import store
from shop_rules import passwords

from .person import Person, data

ASKS = "insufficient_user_authentication"


@pytest.fixture
def thief(open_shop):
    """With a user's token."""
    return Person.new(open_shop(STEP_UP_SECONDS="0").test_client())


@pytest.mark.parametrize(
    "method, below, body",
    [
        ("PUT", "", {"email": "thief@example.com", "name": "Thief"}),
        ("DELETE", "", {}),
        ("POST", "/mfa", {}),
        ("PUT", "/mfa", {"otp": "000000"}),
        ("DELETE", "/mfa", {"otp": "000000"}),
    ],
)
def test_a_token_alone_takes_no_account_over(thief, method, below, body):
    refused = thief.call(method, f"/users/{thief.id}{below}", json=body)
    assert (refused.status_code, ASKS in refused.headers["WWW-Authenticate"]) == (401, True)
    assert data(thief.get(f"/users/{thief.id}"))["email"] == thief.email


def test_a_token_alone_chooses_no_first_password(thief):
    with db.transaction("test") as tx:
        store.change(tx, thief.id, password_hash=passwords.NONE)
    path, body = f"/users/{thief.id}/password", {"new": "another horse battery"}
    refused = thief.call("PUT", path, json=body)
    assert (refused.status_code, ASKS in refused.headers["WWW-Authenticate"]) == (401, True)
    assert data(thief.get(f"/users/{thief.id}"))["has_password"] is False
