"""How much is tried: the short form in `make test`, the long one by `make schemathesis`."""

from typing import NamedTuple

from .roles import CUSTOMER, NOBODY, RIGHTFUL, STAFF

ALL_PHASES = "examples,coverage,fuzzing,stateful"
WITHOUT_EXAMPLES = "coverage,fuzzing,stateful"  # coverage has examples in it, too
# Coverage of this operation has a case for every country there is.
NOT_EVERY_COUNTRY = """
[[operations]]
include-operation-id = "place_order"
phases.coverage.enabled = false
"""


class Size(NamedTuple):
    phases: str
    examples: int  # for each operation
    chains: int = 1  # of linked operations
    more: str = ""  # of the configuration


class Extent(NamedTuple):
    """The last round is repeated until the time is over."""

    sizes: list
    seconds: int = 0


# NOBODY is tested here too: the first phase sends requests without a token, or with a wrong one.
SHORT = {
    RIGHTFUL: Extent([Size(WITHOUT_EXAMPLES, examples=2, chains=6, more=NOT_EVERY_COUNTRY)]),
    STAFF: Extent([Size("fuzzing", examples=2)]),
    CUSTOMER: Extent([Size("fuzzing", examples=2)]),
}
ROUNDS = [Size(ALL_PHASES, examples=10, chains=40), Size("fuzzing,stateful", 10, 40)]
LONG = {
    RIGHTFUL: Extent(ROUNDS, seconds=270),
    STAFF: Extent(ROUNDS, seconds=100),
    CUSTOMER: Extent(ROUNDS, seconds=100),
    NOBODY: Extent(ROUNDS, seconds=30),
}
