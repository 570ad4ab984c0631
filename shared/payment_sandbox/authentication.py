"""The one API key, by Bearer or as the user of Basic: https://docs.stripe.com/api/authentication"""

import hmac
from typing import TYPE_CHECKING

from .errors import Refusal

if TYPE_CHECKING:
    from werkzeug.datastructures import Authorization


def check_key(authorization: "Authorization | None", expected: str) -> None:
    given = authorization and (authorization.token or authorization.username)
    if not given:
        message = "You did not provide an API key. Use Bearer auth in the Authorization header."
        raise Refusal(401, message)
    if not hmac.compare_digest(given.encode(), expected.encode()):
        raise Refusal(401, "Invalid API Key provided.")  # The real one never says which.
