"""No response contains a secret: searches the responses to every kind of caller."""

import time
from urllib.parse import quote

import pyotp

from .forms import told
from .operations import OPERATIONS, STAFF
from .steps import PASSWORD, a_customer, a_product, accepted, an_order, new_key, settled, sign_in

NEW = "a wholly other password"
MARKS = ["$argon2", "$2b$", "pbkdf2", "scrypt", "PRIVATE KEY", "Traceback", "sk_test"]


def test_no_answer_holds_a_secret(request, shop, staff):
    customer, product = a_customer(shop), a_product(staff)
    order = settled(customer, an_order(customer, product))
    uri = accepted(customer.post(f"{customer.path}/mfa"), 201)["otpauth_uri"]
    totp = pyotp.parse_uri(uri)
    accepted(customer.put(f"{customer.path}/mfa", {"otp": totp.at(time.time())}), 204)
    accepted(sign_in(shop, customer.email, PASSWORD, otp=totp.at(time.time() + 30)), 201)
    secrets = [PASSWORD, NEW, totp.secret, customer.token, customer.refresh_token, staff.token]
    secrets += [staff.refresh_token, staff.password, *MARKS]
    secrets += filter(None, [request.config.getoption("--provider-key")])

    ids = {"user": customer.id, "product": product["id"], "order": order["id"]}
    ids["import"] = ids["image"] = customer.id
    answers = list(everything(customer, staff, ids)) + list(refusals(customer, staff, ids))
    assert len(answers) > 60
    for answer in answers:
        said = answer.text + str(answer.headers)
        for secret in secrets:
            assert secret not in said and quote(secret) not in said, told(answer)
        assert "Set-Cookie" not in answer.headers


def everything(customer, staff, ids):
    """The responses to every read, by the customer, by staff, and by those who may not."""
    for operation in OPERATIONS:
        if operation.method == "GET":
            path = operation.path.format(**ids)
            yield customer.get(path)
            yield staff.get(path)
    yield staff.get("/users", params={"limit": 100})


def refusals(customer, staff, ids):
    """The responses to writes with secrets in them, in valid and in wrong places."""
    odd = {"password": PASSWORD, "current": PASSWORD, "new": NEW, "refresh_token": "x"}
    for operation in OPERATIONS:
        if operation.body is not None:
            person = staff if operation.who == STAFF else customer
            path = operation.path.format(**ids)
            text = PASSWORD + customer.refresh_token
            for body in ({**operation.body, **odd, "odd": PASSWORD}, {"password": text}, [text]):
                yield person.call(operation.method, path, json=body, headers=new_key())
            broken = {"Content-Type": "application/json"}
            yield person.call(operation.method, path, data=text.encode(), headers=broken)
    yield customer.put(f"{customer.path}/password", {"current": PASSWORD + "x", "new": NEW})
    yield customer.post("/tokens", {"email": customer.email, "password": PASSWORD})
    yield customer.post("/tokens", {"email": PASSWORD, "password": PASSWORD, "otp": "x"})
    yield customer.get("/products", params={"limit": PASSWORD, "cursor": customer.refresh_token})
