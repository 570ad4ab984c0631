"""What is being done when a part dies at a point.

An act is a generator function of (site, committed), committed: the point lies after the commit or
after the provider's answer. It makes ready and yields the part that will die; then it sends the
request, again and again until it is answered, and yields; then, all parts being back and nothing
open, it looks whether what was asked for was done exactly once.
"""

COMMAND = "the command"  # dies by itself, and is no part
ACTS = {}  # point without its ":before…" or ":after…": act


def reaches(*names):
    def note(act):
        for name in names:
            assert name not in ACTS, f"two acts for {name}"
            ACTS[name] = act
        return act

    return note


def same(now, right):
    """Tells both, also where no pytest does."""
    assert now == right, f"{now!r} should be {right!r}"
