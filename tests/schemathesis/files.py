"""Files of products to import, every other one with something wrong in it."""

from hypothesis import strategies

from tests.contract.files import CSV, JSON_LINES, as_csv, as_lines

MAKERS = {CSV: as_csv, JSON_LINES: as_lines}
_ROW = strategies.fixed_dictionaries(
    {
        "name": strategies.text(max_size=20),
        "category": strategies.just("imported"),
        "price": strategies.integers(-1, 10_000_001),
    }
)


@strategies.composite
def files(draw, media_type):
    """A few rows, of which some are not valid; the end may be missing."""
    made = MAKERS[media_type](draw(strategies.lists(_ROW, min_size=1, max_size=4)))
    return made[: draw(strategies.integers(0, len(made)))] if draw(strategies.booleans()) else made
