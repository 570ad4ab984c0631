"""The sign-in throttle: ten failures within a minute lock the e-mail for the rest of
that minute."""

import math

from . import times
from .errors import TooManyRequests

FAILURES = 10
WINDOW_SECONDS = 60


def check(failures, first_at):
    """Refuse if locked. first_at: RFC 3339 time of the first of `failures`, or None."""
    if failures >= FAILURES and in_window(first_at):
        left = times.seconds_until(first_at) + WINDOW_SECONDS
        raise TooManyRequests("Too many failed attempts. Wait a little.", max(1, math.ceil(left)))


def in_window(first_at):
    return first_at is not None and times.seconds_until(first_at) > -WINDOW_SECONDS
