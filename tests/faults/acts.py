"""The requests during which a part dies at a crash point.

An act is a generator function of (site, committed); committed: the point is after the commit or
after the provider's response. It prepares, and yields the part that will die. Then it sends the
request, retries it until it is answered, and yields. Then, with all parts back and no order open,
it checks that the request took effect exactly once.
"""

COMMAND = "the command"  # a command that dies by itself, not a part
ACTS = {}  # point without its ":before…" or ":after…": act


def reaches(*names):
    def note(act):
        for name in names:
            assert name not in ACTS, f"two acts for {name}"
            ACTS[name] = act
        return act

    return note


def same(now, right):
    """Assert equality with both values in the message, even outside pytest."""
    assert now == right, f"{now!r} should be {right!r}"
