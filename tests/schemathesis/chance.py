"""Whether a valid request is helped to succeed: nearly always, so that refusals are seen too."""

from random import Random

from schemathesis.generation.meta import TestPhase

from .roles import name_of

HELPED = 0.85


class Chance:
    def __init__(self, seed):
        self._seed = seed
        self._succeeded = set()

    def throw(self, case):
        """The dice; the same for the same case, as Hypothesis wants it.

        Nothing is left to them in a chain of links, nor before the operation has succeeded once.
        """
        parts = self._seed, case.path_parameters, case.query, case.headers, case.body
        self._dice = Random(repr(parts))
        is_new = name_of(case.operation) not in self._succeeded
        self._always = is_new or case.meta.phase.name == TestPhase.STATEFUL

    def is_kind(self):
        return self._always or self._dice.random() < HELPED

    def note_success(self, case):
        self._succeeded.add(name_of(case.operation))
