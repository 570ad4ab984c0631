"""The throttle on guessing: ten failures within a minute lock a counter for the rest of that
minute.

Two counters, so that locking one never locks the other: one for each e-mail that somebody tries to
sign in with, one for each person who is signed in and is asked for the current password or for a
one-time code. The rules are the same for both.
"""

import math
from typing import TypedDict, TypeGuard

from . import times
from .errors import TooManyRequests
from .shapes import Time, UserId

FAILURES = 10
WINDOW_SECONDS = 60


class Attempts(TypedDict):
    """What a counter has counted since first_at."""

    failures: int
    codes: int  # how many of the failures were wrong one-time codes
    first_at: Time


def of_email(email_key: str) -> str:
    """The counter of sign-ins with that e-mail, whether anybody has it or not."""
    return f"e-mail {email_key}"


def of_person(user_id: UserId) -> str:
    """The counter of what a signed-in person has to prove. It survives a change of e-mail."""
    return f"person {user_id}"


def check(failures: int, first_at: Time | None) -> None:
    """Refuse if locked. first_at: when the first of `failures` was."""
    if failures >= FAILURES and in_window(first_at):
        left = times.seconds_until(first_at) + WINDOW_SECONDS
        raise TooManyRequests("Too many failed attempts. Wait a little.", max(1, math.ceil(left)))


def in_window(first_at: Time | None) -> TypeGuard[Time]:
    """False also for a time in the future: after a clock was set back no lock outlasts a minute."""
    return first_at is not None and -WINDOW_SECONDS < times.seconds_until(first_at) <= 0


def counted(
    failures: int, codes: int, first_at: Time | None, failed: bool, of_code: bool
) -> Attempts:
    """What is counted after one more attempt.

    A right password clears the count. A right code clears wrong codes only: the holder of a
    stolen session could turn on a second factor of their own, and guess the password forever.
    """
    if not in_window(first_at):
        failures, codes, first_at = 0, 0, times.now()
    if failed:
        return {"failures": failures + 1, "codes": codes + of_code, "first_at": first_at}
    return {"failures": failures - codes if of_code else 0, "codes": 0, "first_at": first_at}
