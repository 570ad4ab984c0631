"""How many sign-ins and sign-ups one client may send in a minute of the clock.

The suite itself sends hundreds, from one address: run this against a shop that is not used
otherwise, with SIGN_INS_A_MINUTE=20, and tell the suite the same.
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
    """So many of them that more than the limit fall into one minute, whenever it ends."""
    for _ in range(2 * limit + 2):
        refused(anyone.call("POST", path, data=body, headers=headers), status)


def test_further_ones_are_429(shop, limit):
    """Of two minutes' worth and one more, one at least is too many for its minute."""
    nobodys = [f"{unique('nobody')}@example.org" for _ in range(2 * limit + 1)]
    answers = [sign_in(shop, email, "a wrong password") for email in nobodys]
    for answer in answers:
        refused(answer, answer.status_code if answer.status_code in (401, 429) else 401)
    too_many = [answer for answer in answers if answer.status_code == 429]
    assert too_many and all(1 <= int(answer.headers["Retry-After"]) <= 60 for answer in too_many)
