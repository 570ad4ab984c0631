"""A body that does not arrive is refused in Stripe's form, whatever is wrong with it."""

import pytest

from payment_sandbox.app import create_app
from serving import bodies


class Broken:
    def __init__(self, failure):
        self._failure = failure

    def read(self, *_):
        raise self._failure

    readline = readinto = read


@pytest.mark.parametrize("failure", bodies.FAILURES)
def test_a_body_that_does_not_arrive_is_refused(failure, tmp_path):
    sandbox = create_app({"PAYMENT_KEY": "sk_test", "DATA": str(tmp_path)}).test_client()
    answer = sandbox.post(
        "/v1/payment_intents", environ_overrides={"wsgi.input": Broken(failure())}, content_length=9
    )
    assert answer.status_code in (400, 408, 503)
    assert answer.json["error"]["type"] == "invalid_request_error"
