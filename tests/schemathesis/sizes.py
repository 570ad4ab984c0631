"""How much is tried: the short form in `make test`, the long one by `make schemathesis`."""

from typing import NamedTuple

from .roles import CUSTOMER, NOBODY, RIGHTFUL, STAFF

ALL_PHASES = "examples,coverage,fuzzing,stateful"
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
    """(rounds, seconds): what is tried, and how long rounds go on after the first."""
    if role == RIGHTFUL:
        return [Size(ALL_PHASES, examples=2, chains=8, more=NOT_EVERY_COUNTRY)], 0
    return [Size("examples,fuzzing", examples=2)], 0


def long(role):
    again = Size("fuzzing,stateful", examples=10, chains=40)
    return [again._replace(phases=ALL_PHASES), again], SECONDS[role]
