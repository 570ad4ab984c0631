"""Limits password guessing: ten failures within a minute lock a counter for the rest of that
minute.

There are two kinds of counter, and locking one never locks the other: one for each e-mail used at
sign-in, and one for each signed-in user who must prove the current password or a one-time code.
Both follow the same rules.
"""

import math
from typing import TypedDict, TypeGuard

from . import times
from .errors import TooManyRequests
from .shapes import Time, UserId

FAILURES = 10
WINDOW_SECONDS = 60


class Attempts(TypedDict):
    """A counter's state: what it has counted since first_at."""

    failures: int
    codes: int  # those failures that were wrong one-time codes
    first_at: Time


def of_email(email_key: str) -> str:
    """The counter of sign-ins with that e-mail, whether or not an account has it."""
    return f"e-mail {email_key}"


def of_person(user_id: UserId) -> str:
    """The counter of a signed-in user's passwords and codes. It survives a change of e-mail."""
    return f"person {user_id}"


def check(failures: int, first_at: Time | None) -> None:
    """Raise TooManyRequests if locked. first_at: time of the first of `failures`."""
    if failures >= FAILURES and in_window(first_at):
        left = times.seconds_until(first_at) + WINDOW_SECONDS
        raise TooManyRequests("Too many failed attempts. Wait a little.", max(1, math.ceil(left)))


def in_window(first_at: Time | None) -> TypeGuard[Time]:
    """True within a minute of first_at. False for the future: no lock outlasts a clock set back."""
    return first_at is not None and -WINDOW_SECONDS < times.seconds_until(first_at) <= 0


def counted(
    failures: int, codes: int, first_at: Time | None, failed: bool, of_code: bool
) -> Attempts:
    """The counter's state after one more attempt.

    A correct password clears the count. A correct code clears wrong codes only: otherwise a thief
    could turn on a second factor in a stolen session, and guess the password forever.
    """
    if not in_window(first_at):
        failures, codes, first_at = 0, 0, times.now()
    if failed:
        return {"failures": failures + 1, "codes": codes + of_code, "first_at": first_at}
    return {"failures": failures - codes if of_code else 0, "codes": 0, "first_at": first_at}
