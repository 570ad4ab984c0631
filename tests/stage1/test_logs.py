"""One line of JSON a request, and never a secret in it or anywhere else."""

import json
import logging
import re

import pytest
import requests
import sqlalchemy as sa

from shop import db
from shop.accounts import store
from shop.config import BASE, config

from .person import Person, a_product, data, place, put_in_cart

LONG_NAME = "A long name. " * 15


@pytest.fixture
def written(capsys, monkeypatch):
    """Calling it gives all that was written so far, by the shop or by anybody it uses."""
    monkeypatch.setattr(logging.getLogger(), "handlers", [logging.StreamHandler()])
    parts = []

    def so_far():
        parts.extend(capsys.readouterr())
        return "".join(parts)

    return so_far


def requests_in(text):
    lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    return [line for line in lines if line.get("event") == "request"]


def test_each_request_is_one_line_of_json(written, open_shop):
    shop = open_shop().test_client()
    customer = Person.new(shop)
    asked = [
        ("GET", "/health", 200, None),
        ("GET", "/products", 200, None),
        ("GET", "/products/x", 404, None),
        ("GET", "/nothing", 404, None),
        ("DELETE", "/products", 405, None),
        ("OPTIONS", "/products", 204, None),
        ("HEAD", "/products", 200, None),
        ("GET", "/users", 403, customer.id),
        ("GET", f"/users/{customer.id}", 200, customer.id),
        ("POST", f"/users/{customer.id}/orders", 415, customer.id),
    ]
    for number, (method, path, _, user) in enumerate(asked):
        headers = {"X-Request-ID": f"line-{number}"}
        if user:
            headers["Authorization"] = f"Bearer {customer.token}"
        shop.open(f"{BASE}{path}", method=method, headers=headers)
    lines = requests_in(written())
    for number, (method, path, status, user) in enumerate(asked):
        [line] = [line for line in lines if line["request_id"] == f"line-{number}"]
        assert (line["method"], line["path"], line["status"]) == (method, BASE + path, status)
        assert line["user_id"] == user
        assert line["ms"] >= 0
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["time"])


def test_a_line_carries_the_trace_it_belongs_to(written, open_shop):
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    shop = open_shop().test_client()
    shop.get(f"{BASE}/health", headers={"traceparent": f"00-{trace}-00f067aa0ba902b7-01"})
    shop.get(f"{BASE}/health")
    seen = [line["trace_id"] for line in requests_in(written())]
    assert seen[0] == trace
    assert seen[1] != trace


def test_the_trace_is_passed_on_to_the_provider(open_shop, sandbox):
    trace = "5bf92f3577b34da6a3ce929d0e0e4736"
    shop = open_shop(PAYMENT_URL=sandbox).test_client()
    customer, staff = Person.new(shop), Person.seeded(shop, "staff")
    put_in_cart(customer, a_product(staff))
    data(place(customer, headers={"traceparent": f"00-{trace}-00f067aa0ba902b7-01"}), 201)
    calls = requests.get(f"{sandbox}/sandbox/requests", timeout=10).json()["requests"]
    assert [call["traceparent"].split("-")[1] for call in calls[-2:]] == [trace, trace]


def test_a_line_break_in_a_path_does_not_break_the_line(written, open_shop):
    shop = open_shop().test_client()
    shop.get(f"{BASE}/a%0A%7B%22event%22:%22forged%22%7D")
    assert len(requests_in(written())) == 1
    assert "forged" not in [json.loads(line)["event"] for line in written().splitlines()]


def test_no_secret_is_ever_written(written, open_shop, sandbox):
    secrets = a_day_in_the_shop(open_shop(PAYMENT_URL=sandbox).test_client())
    secrets |= {"pm_of_a_customer", config().payment_key}
    assert len(requests_in(written())) > 20
    assert {what for what in secrets if what in written()} == set()


def test_what_could_not_be_kept_is_not_written_down_instead(written, open_shop, monkeypatch):
    """A database says what it could not do with all that it was to do it with."""
    shop = open_shop().test_client()
    sa.event.listen(db.engine(), "begin", _let_nothing_grow)
    statuses = [_sign_up(shop, number) for number in range(60)]
    assert statuses[-1] == 503
    assert "database unavailable" in written()
    for secret in ("$argon2id$", "number59@", LONG_NAME.strip()):
        assert secret not in written()


def _sign_up(shop, number):
    body = {"email": f"number{number}@example.com", "name": LONG_NAME}
    body["password"] = "correct horse battery"
    return shop.post(f"{BASE}/users", json=body).status_code


def _let_nothing_grow(connection):
    connection.exec_driver_sql("PRAGMA max_page_count=1")  # it can't be less than there are


def test_whose_email_it_is_that_two_wanted_at_once_is_not_written(
    written, open_shop, monkeypatch, postgres_url
):
    shop = open_shop(DATABASE_URL=postgres_url).test_client()
    ada, grace = Person.new(shop), Person.new(shop)
    monkeypatch.setattr(store, "email_taken", lambda *_: False)  # as it was a moment before
    answer = shop.put(
        f"{BASE}/users/{grace.id}",
        json={"email": ada.email, "name": "Grace"},
        headers={"Authorization": f"Bearer {grace.token}", "X-Request-ID": "look-here"},
    )
    assert answer.status_code == 409
    text = written()
    [race] = [json.loads(line) for line in text.splitlines() if '"race"' in line]
    assert "users" in race["error"] and race["request_id"] == "look-here"
    assert ada.email not in text


def test_no_secret_is_kept_in_plain(open_shop, sandbox):
    """But the sign-ins and the key of the first start, which stand in files of their own."""
    secrets = a_day_in_the_shop(open_shop(PAYMENT_URL=sandbox).test_client())
    files = {path: path.read_bytes() for path in config().data.rglob("*") if path.is_file()}
    del files[config().data / "sign-ins.json"]
    del files[config().data / "token-signing-key.pem"]
    found = {
        (path.name, what) for path in files for what in secrets if what.encode() in files[path]
    }
    assert found == set()
    assert any(b"@example.com" in content for content in files.values())


def a_day_in_the_shop(shop):
    """All that was secret in a day on which much went wrong."""
    staff, customer = Person.seeded(shop, "staff"), Person.new(shop)
    product = a_product(staff)
    for method in ("pm_card_visa", "pm_card_visa_chargeDeclined", "pm_of_a_customer"):
        put_in_cart(customer, product)
        data(place(customer, method), 201)
    secrets = {what for who in (staff, customer) for what in (who.password, who.token)}
    return secrets | wrong_sign_ins(shop, customer) | wrong_tokens(shop) | changes(customer)


def wrong_sign_ins(shop, customer):
    wrong = [f"wrong-password-{number}" for number in range(7)]
    email, tokens = customer.email, f"{BASE}/tokens"
    shop.post(tokens, json={"email": email, "password": wrong[0]})
    shop.post(tokens, json={"email": "nobody@example.com", "password": wrong[1]})
    shop.post(tokens, json={"email": email, "password": {"nested": wrong[2]}})
    shop.post(tokens, json={"email": "no address", "password": wrong[3], "more": wrong[4]})
    shop.post(tokens, data=f'{{"password": "{wrong[5]}"', content_type="application/json")
    shop.post(f"{BASE}/users", json={"email": email, "name": "x", "password": wrong[6]})
    return set(wrong)


def wrong_tokens(shop):
    wrong = [f"wrong.token.{number}" for number in range(3)]
    shop.post(f"{BASE}/tokens/refresh", json={"refresh_token": wrong[0]})
    for number, scheme in ((1, "Bearer"), (2, "Basic")):
        shop.get(f"{BASE}/users", headers={"Authorization": f"{scheme} {wrong[number]}"})
    return set(wrong)


def changes(customer):
    """Tokens renewed and used again, a second factor begun, the password changed."""
    path, old = f"/users/{customer.id}", customer.refresh_token
    renewed = data(customer.post("/tokens/refresh", {"refresh_token": old}), 201)
    customer.sign_in()
    assert customer.post("/tokens/refresh", {"refresh_token": old}).status_code == 401
    data(customer.post(f"{path}/mfa"), 201)
    assert customer.put(f"{path}/mfa", {"otp": "not-a-code"}).status_code == 422
    passwords = {"current": customer.password, "new": "new-password-1"}
    assert customer.put(f"{path}/password", passwords).status_code == 204
    return {old, renewed["access_token"], renewed["refresh_token"], "not-a-code", "new-password-1"}
