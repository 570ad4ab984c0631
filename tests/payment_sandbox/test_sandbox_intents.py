import pytest

BAD_STATE = {"type": "invalid_request_error", "code": "payment_intent_unexpected_state"}


def test_a_new_intent_waits_for_a_payment_method(sandbox):
    answer = sandbox.create(1234, **{"metadata[order_id]": "order-1"})
    intent = answer.json()
    assert answer.status_code == 200
    assert intent.pop("id").startswith("pi_")
    assert intent.pop("created") > 1_700_000_000
    assert intent == {
        "object": "payment_intent",
        "amount": 1234,
        "amount_received": 0,
        "canceled_at": None,
        "capture_method": "automatic",
        "currency": "eur",
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "metadata": {"order_id": "order-1"},
        "next_action": None,
        "payment_method": None,
        "payment_method_types": ["card"],
        "status": "requires_payment_method",
    }


def test_an_intent_with_a_payment_method_waits_for_confirmation(sandbox):
    intent = sandbox.an_intent(payment_method="pm_card_visa")
    assert intent["status"] == "requires_confirmation"
    path = f"/v1/payment_intents/{intent['id']}/confirm"
    assert sandbox.post(path).json()["status"] == "succeeded"


def test_create_with_confirm_captures_at_once(sandbox):
    intent = sandbox.an_intent(payment_method="pm_card_visa", confirm="true")
    assert (intent["status"], intent["amount_received"]) == ("succeeded", 1000)


def test_a_decline_at_create_leaves_an_open_intent(sandbox, refused):
    answer = sandbox.create(payment_method="pm_card_chargeDeclined", confirm="true")
    intent = refused(answer, 402, type="card_error")["payment_intent"]
    assert sandbox.read(intent)["status"] == "requires_payment_method"


def test_confirm_captures_the_whole_amount(sandbox):
    paid = sandbox.a_payment(amount=4321)
    assert (paid["status"], paid["amount_received"]) == ("succeeded", 4321)
    charge = sandbox.read(paid)["latest_charge"]
    assert charge == sandbox.get(f"/v1/charges/{paid['latest_charge']}").json()
    assert charge.pop("created") >= paid["created"]
    assert charge == {
        "id": paid["latest_charge"],
        "object": "charge",
        "amount": 4321,
        "amount_captured": 4321,
        "amount_refunded": 0,
        "captured": True,
        "currency": "eur",
        "failure_code": None,
        "failure_message": None,
        "livemode": False,
        "outcome": {
            "network_status": "approved_by_network",
            "reason": None,
            "risk_level": "normal",
            "seller_message": "Payment complete.",
            "type": "authorized",
        },
        "paid": True,
        "payment_intent": paid["id"],
        "payment_method": "pm_card_visa",
        "refunded": False,
        "status": "succeeded",
    }


def test_confirming_without_any_payment_method_is_refused(sandbox, refused):
    intent = sandbox.an_intent()
    refused(sandbox.post(f"/v1/payment_intents/{intent['id']}/confirm"), 400, **BAD_STATE)


def test_a_cancelled_intent_can_neither_be_confirmed_nor_cancelled_again(sandbox, refused):
    intent = sandbox.an_intent()
    cancelled = sandbox.cancel(intent).json()
    assert cancelled["status"] == "canceled" and cancelled["canceled_at"] >= intent["created"]
    for answer in (sandbox.confirm(intent), sandbox.cancel(intent)):
        assert refused(answer, 400, **BAD_STATE)["payment_intent"] == cancelled


def test_a_captured_intent_can_neither_be_cancelled_nor_confirmed_again(sandbox, refused):
    paid = sandbox.a_payment()
    for answer in (sandbox.confirm(paid), sandbox.cancel(paid)):
        assert refused(answer, 400, **BAD_STATE)["payment_intent"] == paid
    assert sandbox.count("charges", intent=paid["id"]) == 1


@pytest.mark.parametrize("race", range(6))
def test_cancel_racing_confirm_ends_captured_or_cancelled_never_both(
    sandbox, at_once, refused, race
):
    intent = sandbox.an_intent()
    answers = at_once(lambda: sandbox.confirm(intent), lambda: sandbox.cancel(intent))
    winner, loser = sorted(answers, key=lambda answer: answer.status_code)
    assert winner.status_code == 200
    told = refused(loser, 400, **BAD_STATE)["payment_intent"]
    after = sandbox.read(intent)
    assert winner.json()["status"] == told["status"] == after["status"]
    captured = sandbox.count("charges", intent=intent["id"])
    expected = {"succeeded": (1000, 1), "canceled": (0, 0)}
    assert (after["amount_received"], captured) == expected[after["status"]]


@pytest.mark.parametrize("method, end", [("GET", ""), ("POST", "/confirm"), ("POST", "/cancel")])
def test_an_intent_that_never_was_is_404(sandbox, refused, method, end):
    answer = sandbox.call(method, f"/v1/payment_intents/pi_nobody{end}")
    refused(answer, 404, type="invalid_request_error", code="resource_missing")


@pytest.mark.parametrize("path", ["/v1/charges/ch_nobody", "/v1/refunds/re_nobody"])
def test_charges_and_refunds_that_never_were_are_404(sandbox, refused, path):
    refused(sandbox.get(path), 404, code="resource_missing")
