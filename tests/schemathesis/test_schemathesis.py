"""A shop and openapi.yaml, held against each other by a machine. `make schemathesis` is longer."""

from types import SimpleNamespace

import pytest
import yaml
from schemathesis.core.failures import FailureGroup

from tests.contract.client import Shop
from tests.contract.lives import all_about, an_order_that_is
from tests.contract.steps import a_customer, a_product, signed_in
from tests.drivers.__main__ import target

from . import allowed, runs, watch
from .__main__ import never_reached
from .roles import CUSTOMER, NOBODY, RIGHTFUL, STAFF
from .sizes import SHORT, Size
from .tally import Tally, added

SEED = 20


@pytest.fixture(scope="module")
def settings():
    with target({"STAGE": "1"}) as settings:
        yield settings


@pytest.fixture(scope="module")
def false_document(tmp_path_factory):
    """One that says of a healthy shop that it is fine."""
    document = yaml.safe_load(runs.DOCUMENT.read_text(encoding="utf-8"))
    health = document["components"]["schemas"]["HealthAnswer"]["properties"]["data"]
    health["properties"]["status"] = {"const": "fine"}
    file = tmp_path_factory.mktemp("false") / "openapi.yaml"
    file.write_text(yaml.safe_dump(document), encoding="utf-8")
    return file


def test_a_shop_does_what_is_written_and_refuses_the_rest(settings):
    done = runs.all_roles(settings, SHORT, SEED)
    for run in done:
        print(f"As {run.role}: {run.tally.requests()} requests in {run.seconds:.0f} s")
        assert run.passed, run.output
    assert never_reached(added(run.tally for run in done if run.role == RIGHTFUL), chained=()) == []


def test_every_answer_on_a_usual_day_is_as_written(settings, monkeypatch):
    monkeypatch.setattr(Shop, "call", watch.watched(Shop.call, watch.Document()))
    shop = Shop(settings["SHOP_URL"])
    staff = signed_in(shop, settings["SHOP_STAFF_EMAIL"], settings["SHOP_STAFF_PASSWORD"])
    for status in ("confirmed", "rejected", "cancelled", "delivered"):
        customer, product = a_customer(shop), a_product(staff)
        order = an_order_that_is(status, staff, customer, product)
        assert all_about(staff, customer, order, product)["order"]["status"] == status


def test_a_shop_that_does_something_else_is_noticed(settings, false_document):
    only = ["--include-operation-id", "get_health"]
    size = Size("fuzzing", examples=1)
    run = runs.run(settings, NOBODY, size, SEED, false_document, only)
    assert not run.passed
    assert "Response violates schema" in run.output


def test_an_answer_that_is_not_as_written_is_noticed(settings, false_document):
    health = Shop(settings["SHOP_URL"]).call("GET", "/health")
    watch.Document().check("GET", "/health", health)
    with pytest.raises(FailureGroup, match="violates schema"):
        watch.Document(false_document).check("GET", "/health", health)


def test_an_operation_that_never_succeeds_is_noticed():
    tally = Tally()
    tally.answers["GET /orders/{order_id}", "fuzzing", 404] = 7
    tally.answers["GET /users", "fuzzing", 200] = 7
    missing = never_reached(tally, chained=["GET /users"])
    assert "GET /orders/{order_id} never succeeded." in missing
    assert "GET /users never succeeded." not in missing
    assert "GET /users never succeeded in a chain of links." in missing


CURSOR = {"pointer": "", "detail": "cursor: not one of this shop's."}
LIMIT = {"pointer": "", "detail": "limit: a whole number from 1 to 100."}
OTP = {"pointer": "/otp", "detail": "That is not the code of this moment."}


def reason(check, operation, status, *errors, role=RIGHTFUL, **more):
    failure = SimpleNamespace(checks=(check,), **more)
    response = SimpleNamespace(status_code=status, json=lambda: {"errors": errors})
    return allowed.reason(failure, operation, role, response)


def test_only_what_is_named_is_allowed():
    valid = "positive_data_acceptance"
    assert reason(valid, "list_users", 422, CURSOR)
    assert reason(valid, "confirm_mfa", 422, OTP)
    assert not reason(valid, "list_users", 422, LIMIT)
    assert not reason(valid, "list_users", 422, CURSOR, LIMIT)
    assert not reason(valid, "list_users", 400)
    assert not reason(valid, "create_user", 422, OTP)
    assert not reason("negative_data_rejection", "list_users", 422, CURSOR)


def test_what_somebody_else_has_may_be_hidden_but_never_ones_own():
    check = "ensure_resource_availability"
    signed_up = {"created_with": "POST /users"}
    assert reason(check, "get_cart", 404, role=CUSTOMER, **signed_up)
    assert reason(check, "get_cart", 404, role=STAFF, **signed_up)
    assert not reason(check, "get_cart", 404, **signed_up)
    assert not reason(check, "get_stock", 404, role=STAFF, created_with="POST /products")
