"""Images to put, every other one damaged."""

from hypothesis import strategies

from tests.contract.pictures import picture


@strategies.composite
def pictures(draw, form):
    side = strategies.integers(1, 40)
    whole = picture(form.upper(), draw(side), draw(side))
    return draw(damaged(whole)) if draw(strategies.booleans()) else whole


@strategies.composite
def damaged(draw, whole):
    """A few bytes are others, and the end may be missing."""
    made = bytearray(whole)
    for _ in range(draw(strategies.integers(0, 4))):
        made[draw(strategies.integers(0, len(made) - 1))] = draw(strategies.integers(0, 255))
    return bytes(made[: draw(strategies.integers(0, len(made)))])
