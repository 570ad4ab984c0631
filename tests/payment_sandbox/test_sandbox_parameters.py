import pytest


@pytest.mark.parametrize(
    "wanted, code, param",
    [
        ({"currency": "eur"}, "parameter_missing", "amount"),
        ({"amount": "5"}, "parameter_missing", "currency"),
        ({"amount": "", "currency": "eur"}, "parameter_invalid_empty", "amount"),
        ({"amount": "0", "currency": "eur"}, "parameter_invalid_integer", "amount"),
        ({"amount": "-5", "currency": "eur"}, "parameter_invalid_integer", "amount"),
        ({"amount": "1.5", "currency": "eur"}, "parameter_invalid_integer", "amount"),
        ({"amount": "٣", "currency": "eur"}, "parameter_invalid_integer", "amount"),
        ({"amount": "9" * 500, "currency": "eur"}, "parameter_invalid_integer", "amount"),
        ({"amount": "100000000", "currency": "eur"}, "amount_too_large", "amount"),
        ({"amount": "5", "currency": "euro"}, None, "currency"),
        ({"amount": "5", "currency": "eur", "confirm": "yes"}, None, "confirm"),
        ({"amount": "5", "currency": "eur", "ammount": "6"}, "parameter_unknown", "ammount"),
        ({"amount": "5", "currency": "eur", "metadata": "a"}, None, "metadata"),
        (
            {"amount": "5", "currency": "eur", "payment_method_types[]": "cash"},
            None,
            "payment_method_types",
        ),
        ({"amount": "5", "currency": "eur", "expand[]": "customer"}, None, "expand"),
    ],
)
def test_a_bad_parameter_is_named_and_makes_no_intent(sandbox, refused, wanted, code, param):
    before = sandbox.get("/v1/payment_intents", limit=1).json()
    answer = sandbox.post("/v1/payment_intents", wanted)
    refused(answer, 400, type="invalid_request_error", code=code, param=param)
    assert sandbox.get("/v1/payment_intents", limit=1).json() == before


def test_what_the_provider_does_not_have_is_an_unrecognized_url(sandbox, refused):
    refused(sandbox.get("/v1/customers"), 404, type="invalid_request_error")
    refused(sandbox.call("DELETE", "/v1/payment_intents"), 404, type="invalid_request_error")


def test_a_body_beyond_the_limit_is_413(sandbox, refused):
    refused(sandbox.create(**{"metadata[a]": "x" * 70_000}), 413)
