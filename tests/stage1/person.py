"""The user in these tests: a Flask test client with a token."""

import itertools
import json
import secrets

from shop.config import BASE, config

ADDRESS = {
    "name": "Ada Lovelace",
    "line1": "12 St James's Square",
    "city": "London",
    "postal_code": "SW1Y 4JH",
    "country": "GB",
}
_numbers = itertools.count(1)


class Person:
    def __init__(self, client, email, password, user_id=None):
        self.client, self.email, self.password, self.id = client, email, password, user_id
        self.sign_in()

    @classmethod
    def seeded(cls, client, role):
        person = json.loads((config().data / "sign-ins.json").read_text())[role]
        return cls(client, **person)

    @classmethod
    def new(cls, client, **fields):
        email, password = f"person{next(_numbers)}@example.com", secrets.token_urlsafe(12)
        body = {"email": email, "name": "Ada", "password": password, **fields}
        user = client.post(f"{BASE}/users", json=body)
        assert user.status_code == 201, user.text
        return cls(client, body["email"], body["password"], user.json["data"]["id"])

    def sign_in(self):
        body = {"email": self.email, "password": self.password}
        answer = self.client.post(f"{BASE}/tokens", json=body)
        assert answer.status_code == 201, answer.text
        self.token = answer.json["data"]["access_token"]
        self.refresh_token = answer.json["data"]["refresh_token"]

    def call(self, method, path, headers=None, **more):
        mine = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        return self.client.open(f"{BASE}{path}", method=method, headers=mine, **more)

    def get(self, path, **more):
        return self.call("GET", path, **more)

    def post(self, path, json=None, **more):
        return self.call("POST", path, json=json or {}, **more)

    def put(self, path, json=None, **more):
        return self.call("PUT", path, json=json or {}, **more)

    def delete(self, path, json=None, **more):
        return self.call("DELETE", path, json=json or {}, **more)


def data(answer, status=200):
    assert answer.status_code == status, answer.text
    return answer.json["data"]


def a_product(staff, stock=5, **fields):
    body = {"name": "Tea", "category": "drinks", "price": 250, **fields}
    product = data(staff.post("/products", body), 201)
    if stock:
        adjustment = {"delta": stock, "reason": "Delivery"}
        path = f"/products/{product['id']}/stock/adjustments"
        data(staff.post(path, adjustment, headers=a_key()), 201)
    return product


def put_in_cart(customer, product, quantity=1):
    path = f"/users/{customer.id}/cart/items/{product['id']}"
    return data(customer.put(path, {"quantity": quantity}))


def place(customer, method="pm_card_visa", headers=None):
    body = {"payment_method": method, "shipping_address": ADDRESS}
    return customer.post(
        f"/users/{customer.id}/orders", body, headers={**a_key(), **(headers or {})}
    )


def a_key():
    return {"Idempotency-Key": secrets.token_hex(8)}
