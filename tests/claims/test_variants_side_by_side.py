"""What the claims about variants calculate, without a shop."""

from machinery import variants
from tests.layout.house import ROOT

from . import queued_monolith


def test_the_middle_round_is_compared_with_stage_1():
    rounds = {"stage 1": [300.0, 400.0, 500.0], "stage 1 + queue": [30.0, 40.0, 90.0]}
    title, _, queued = queued_monolith.table("ms until answered", rounds)
    assert title == "ms until answered"
    assert queued.split() == "stage 1 + queue 40.0 (30.0 … 90.0) 0.10 × stage 1".split()


def test_a_variant_does_without_files_that_are_there():
    for name in variants.names():
        for file in variants.read(name).get("removes", []):
            assert (ROOT / file).is_file()
