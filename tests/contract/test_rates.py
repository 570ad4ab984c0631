"""The rate limit of sign-ins and sign-ups per client and minute of the clock.

The suite itself sends hundreds from one address, so run this alone against a shop with
SIGN_INS_A_MINUTE=20, and set the same for the suite.
"""

import pytest

from .steps import refused, sign_in, unique

pytestmark = pytest.mark.sign_ins
TEXT, JSON = {"Content-Type": "text/plain"}, {"Content-Type": "application/json"}
REFUSED = [
    pytest.param(TEXT, b"{}", 415, id="415"),
    pytest.param(JSON, b"{", 400, id="400"),
    pytest.param(JSON, b"{}", 422, id="422"),
    pytest.param(JSON, b" " * 262_145, 413, id="413"),
]


@pytest.fixture
def limit(request):
    return int(request.config.getoption("--sign-ins"))


@pytest.mark.parametrize("path", ["/tokens", "/users"])
@pytest.mark.parametrize(("headers", "body", "status"), REFUSED)
def test_what_is_refused_for_its_body_does_not_count(anyone, limit, path, headers, body, status):
    """Sends so many that one minute gets more than the limit, whenever it ends."""
    for _ in range(2 * limit + 2):
        refused(anyone.call("POST", path, data=body, headers=headers), status)


def test_further_ones_are_429(shop, limit):
    """Sends twice the limit and one more, so that at least one exceeds the limit of its minute."""
    nobodys = [f"{unique('nobody')}@example.org" for _ in range(2 * limit + 1)]
    answers = [sign_in(shop, email, "a wrong password") for email in nobodys]
    for answer in answers:
        refused(answer, answer.status_code if answer.status_code in (401, 429) else 401)
    too_many = [answer for answer in answers if answer.status_code == 429]
    assert too_many and all(1 <= int(answer.headers["Retry-After"]) <= 60 for answer in too_many)
