import pytest

DECLINES = [
    ("pm_card_visa_chargeDeclined", "card_declined", "generic_decline"),
    ("pm_card_chargeDeclined", "card_declined", "generic_decline"),
    ("pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
    ("pm_card_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
    ("pm_card_visa_chargeDeclinedLostCard", "card_declined", "lost_card"),
    ("pm_card_visa_chargeDeclinedStolenCard", "card_declined", "stolen_card"),
    ("pm_card_chargeDeclinedFraudulent", "card_declined", "fraudulent"),
    ("pm_card_chargeDeclinedExpiredCard", "expired_card", "expired_card"),
    ("pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", "incorrect_cvc"),
    ("pm_card_chargeDeclinedProcessingError", "processing_error", "processing_error"),
]
BRANDS = ["visa", "visa_debit", "mastercard", "amex", "discover", "diners", "jcb", "unionpay"]
THREE_D_SECURE = ["pm_card_authenticationRequired", "pm_card_threeDSecure2Required"]


@pytest.mark.parametrize("brand", BRANDS)
def test_the_common_brands_are_approved(sandbox, brand):
    answer = sandbox.confirm(sandbox.an_intent(), f"pm_card_{brand}")
    assert answer.json()["status"] == "succeeded"


@pytest.mark.parametrize("method, code, decline_code", DECLINES)
def test_a_decline_names_its_reason_and_charges_nothing(
    sandbox, refused, method, code, decline_code
):
    answer = sandbox.confirm(sandbox.an_intent(), method)
    error = refused(answer, 402, type="card_error", code=code, decline_code=decline_code)
    intent = sandbox.read(error["payment_intent"])
    assert (intent["status"], intent["amount_received"]) == ("requires_payment_method", 0)
    assert intent["last_payment_error"]["decline_code"] == decline_code
    charge = intent["latest_charge"]
    assert (charge["id"], charge["status"]) == (error["charge"], "failed")
    assert (charge["amount_captured"], charge["failure_code"]) == (0, code)
    assert (charge["outcome"]["type"], charge["outcome"]["reason"]) == (
        "issuer_declined",
        decline_code,
    )


def test_another_card_pays_after_a_decline(sandbox):
    intent = sandbox.an_intent()
    sandbox.confirm(intent, "pm_card_visa_chargeDeclined")
    paid = sandbox.confirm(intent).json()
    assert (paid["status"], paid["last_payment_error"]) == ("succeeded", None)


@pytest.mark.parametrize("method", ["pm_card_nobody", "tok_visa", "pm_1AbCdEf", "visa"])
def test_an_unknown_payment_method_is_refused_and_changes_nothing(sandbox, refused, method):
    intent = sandbox.an_intent()
    answer = sandbox.confirm(intent, method)
    refused(answer, 400, code="resource_missing", param="payment_method")
    assert sandbox.read(intent) == intent


@pytest.mark.parametrize("method", THREE_D_SECURE)
def test_a_3d_secure_card_waits_for_the_buyer_and_can_be_cancelled(sandbox, method):
    waiting = sandbox.confirm(sandbox.an_intent(), method).json()
    assert (waiting["status"], waiting["amount_received"]) == ("requires_action", 0)
    assert waiting["next_action"]["type"] == "use_stripe_sdk"
    assert sandbox.cancel(waiting).json()["status"] == "canceled"
