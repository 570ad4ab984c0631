"""Step-up authentication (RFC 9470): operations that could take over an account need a recent
sign-in.

A thief with a stolen token can't sign in, without the password and the second factor.
"""

import time

from .errors import Unauthenticated
from .tokens import LEEWAY_SECONDS


class SignInTooOld(Unauthenticated):
    """max_age: whole seconds. Only a new sign-in helps, not a refresh (RFC 9470, section 3)."""

    def __init__(self, max_age: int) -> None:
        super().__init__(f"This needs a sign-in less than {max_age} seconds old. Sign in again.")
        self.max_age = max_age

    @property
    def headers(self) -> dict[str, str]:
        challenge = f'error="insufficient_user_authentication", max_age={self.max_age}'
        why = 'error_description="More recent authentication is required"'
        return {"WWW-Authenticate": f"Bearer {challenge}, {why}"}


class SecondFactorDue(Unauthenticated):
    """An identity provider has named the person, and the account has a second factor of its own."""

    def __init__(self) -> None:
        super().__init__("A one-time code is due too: send it with the same state and code.")

    @property
    def headers(self) -> dict[str, str]:
        challenge = 'error="insufficient_user_authentication", acr_values="otp"'
        return {"WWW-Authenticate": f"Bearer {challenge}"}


def check(signed_in_at: int, max_age: int) -> None:
    """Raise SignInTooOld unless the sign-in (Unix seconds) is less than `max_age` seconds old.

    A sign-in in the future is refused too: after a clock is set back by an hour, a stolen session
    would otherwise count as recent for an hour longer.
    """
    if not -LEEWAY_SECONDS <= time.time() - signed_in_at < max_age:
        raise SignInTooOld(max_age)
