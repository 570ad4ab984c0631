"""How slowly a request body may arrive. Pure: the clock is passed in."""

QUIET_SECONDS = 10  # without a single byte
GRACE_SECONDS = 10  # before the average counts
BYTES_A_SECOND = 16 * 1024


def deadline(started: float, last: float, received: int) -> float:
    """The time by which the next byte must arrive.

    started, last: when the request began and when its last byte arrived, in seconds of any clock.
    received: bytes so far.
    """
    return min(last + QUIET_SECONDS, started + GRACE_SECONDS + received / BYTES_A_SECOND)
