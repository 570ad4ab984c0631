import pytest


def test_a_refund_gives_everything_back_by_default(sandbox):
    paid = sandbox.a_payment(amount=1500)
    refund = sandbox.refund(paid).json()
    assert refund == sandbox.get(f"/v1/refunds/{refund['id']}").json()
    assert refund.pop("id").startswith("re_") and refund.pop("created") >= paid["created"]
    assert refund == {
        "object": "refund",
        "amount": 1500,
        "charge": paid["latest_charge"],
        "currency": "eur",
        "payment_intent": paid["id"],
        "status": "succeeded",
    }
    charge = sandbox.read(paid)["latest_charge"]
    assert (charge["amount_refunded"], charge["refunded"]) == (1500, True)


def test_partial_refunds_add_up_and_the_rest_is_the_default(sandbox):
    paid = sandbox.a_payment(amount=1000)
    assert sandbox.refund(paid, 300).json()["amount"] == 300
    charge = sandbox.read(paid)["latest_charge"]
    assert (charge["amount_refunded"], charge["refunded"]) == (300, False)
    assert sandbox.refund(paid).json()["amount"] == 700
    assert sandbox.read(paid)["latest_charge"]["refunded"] is True


def test_a_second_full_refund_says_it_was_refunded_already(sandbox, refused):
    paid = sandbox.a_payment()
    sandbox.refund(paid)
    for answer in (sandbox.refund(paid), sandbox.refund(paid, 1)):
        refused(answer, 400, type="invalid_request_error", code="charge_already_refunded")
    assert sandbox.count("refunds", intent=paid["id"]) == 1


def test_more_than_is_left_is_refused(sandbox, refused):
    paid = sandbox.a_payment(amount=1000)
    refused(sandbox.refund(paid, 1001), 400, param="amount", code=None)
    sandbox.refund(paid, 600)
    refused(sandbox.refund(paid, 401), 400, param="amount", code=None)
    assert sandbox.read(paid)["latest_charge"]["amount_refunded"] == 600


def test_what_was_not_captured_cannot_be_refunded(sandbox, refused):
    declined, cancelled = sandbox.an_intent(), sandbox.an_intent()
    sandbox.confirm(declined, "pm_card_chargeDeclined")
    sandbox.cancel(cancelled)
    for intent in (sandbox.an_intent(), declined, cancelled):
        refused(sandbox.refund(intent), 400, type="invalid_request_error")
    refused(sandbox.refund({"id": "pi_nobody"}), 404, code="resource_missing")


@pytest.mark.parametrize("amount", ["0", "-1", "all"])
def test_a_bad_refund_amount_is_refused(sandbox, refused, amount):
    paid = sandbox.a_payment()
    refused(sandbox.refund(paid, amount), 400, code="parameter_invalid_integer", param="amount")
    assert sandbox.read(paid)["latest_charge"]["amount_refunded"] == 0


def test_eight_refunds_at_once_never_exceed_the_capture(sandbox, at_once):
    paid = sandbox.a_payment(amount=1000)
    answers = at_once(*[lambda: sandbox.refund(paid, 300)] * 8)
    assert sorted(answer.status_code for answer in answers) == [200] * 3 + [400] * 5
    assert sandbox.read(paid)["latest_charge"]["amount_refunded"] == 900
    assert sandbox.count("refunds", intent=paid["id"]) == 3


def test_eight_full_refunds_at_once_are_one_refund(sandbox, at_once):
    paid = sandbox.a_payment()
    answers = at_once(*[lambda: sandbox.refund(paid)] * 8)
    assert sorted(answer.status_code for answer in answers) == [200] + [400] * 7
    assert sandbox.read(paid)["latest_charge"]["amount_refunded"] == 1000


def test_the_refunds_of_a_payment_are_listed_newest_first(sandbox):
    paid, other = sandbox.a_payment(), sandbox.a_payment()
    made = [sandbox.refund(paid, amount).json() for amount in (100, 200)]
    sandbox.refund(other)
    listed = sandbox.get("/v1/refunds", payment_intent=paid["id"]).json()
    assert (listed["data"], listed["has_more"]) == (made[::-1], False)
