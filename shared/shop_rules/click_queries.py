"""Which windows of the clickstream a query asks for, and until when the rest is kept."""

import re
from datetime import datetime

from . import queries, times
from .click_counts import hour_of, minute_of
from .clicks import KEPT_DAYS
from .errors import Invalid
from .shapes import Time

HOUR, DAY = 3600, 24 * 3600  # seconds
WINDOWS = {"15m": 900, "1h": HOUR, "24h": DAY}  # of what is trending
MOST_DAYS = 31  # in one funnel
KEPT_SECONDS = KEPT_DAYS * DAY  # events and visits
MINUTES_KEPT = DAY + HOUR

_MOMENT = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")


def span(query: queries.Query) -> tuple[Time, Time]:
    """The hours from, and up to, which a funnel is asked for; without them the last day."""
    to = times.milliseconds(_moment(query, "to") or times.now())
    since = _moment(query, "from")
    begin = times.milliseconds(since) if since else to - DAY * 1000
    if not 0 <= to - begin <= MOST_DAYS * DAY * 1000:
        raise Invalid(f"from, to: from the earlier to the later, at most {MOST_DAYS} days.")
    end = -(-to // (HOUR * 1000)) * HOUR * 1000
    return hour_of(times.from_milliseconds(begin)), times.from_milliseconds(end)


def window(query: queries.Query) -> Time:
    """The first minute of the window that is asked for."""
    seconds = WINDOWS[queries.choice(query, "window", tuple(WINDOWS), "1h")]
    return minute_of(times.after(60 - seconds))


def _moment(query: queries.Query, name: str) -> Time | None:
    text = query.get(name)
    if text is not None and not (_MOMENT.fullmatch(text) and _exists(text)):
        raise Invalid(f"{name}: a time, as in 2026-01-31T12:00:00.000Z.")
    return text


def _exists(moment: Time) -> bool:
    try:
        return bool(datetime.fromisoformat(moment))
    except ValueError:  # February 30
        return False
