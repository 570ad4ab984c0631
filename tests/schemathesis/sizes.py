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
SECONDS = {RIGHTFUL: 270, STAFF: 100, CUSTOMER: 100, NOBODY: 30}


class Size(NamedTuple):
    phases: str
    examples: int  # for each operation
    chains: int = 1  # of linked operations
    more: str = ""  # of the configuration


def short(role):
    """(sizes, seconds): of the rounds, the last one repeated until so many seconds are over."""
    if role == RIGHTFUL:
        return [Size(WITHOUT_EXAMPLES, examples=2, chains=6, more=NOT_EVERY_COUNTRY)], 0
    return [Size("fuzzing", examples=2)], 0


def long(role):
    again = Size("fuzzing,stateful", examples=10, chains=40)
    return [again._replace(phases=ALL_PHASES), again], SECONDS[role]
