"""What a statement of a page is: its words, and what has to be true for them."""

from collections.abc import Callable
from typing import NamedTuple

CHAPTERS = "docs/chapters"
ONE, FOUR = f"{CHAPTERS}/1-what-when-how", f"{CHAPTERS}/4-monolith"
FIVE, SIX = f"{CHAPTERS}/5-services", f"{CHAPTERS}/6-serverless"
EIGHT = f"{CHAPTERS}/8-choosing.md"
STAGE_2, STAGE_3 = "stage2-services/README.md", "stage3-serverless/README.md"
ROOM = "docs/control-room.md"


class Statement(NamedTuple):
    page: str
    words: str  # as the page has them; line breaks do not matter
    holds: Callable[[], bool]


def near(one: float, other: float, share: float = 0.1) -> bool:
    """True if they differ by less than this share of the larger one."""
    return abs(one - other) <= share * max(one, other)
