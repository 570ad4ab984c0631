"""What the claims about variants calculate, without a shop."""

import pytest

from local.refusal import Refusal
from machinery import copies, variants
from tests.layout.house import ROOT

from . import balancing, mesh, queued_monolith


def test_the_middle_round_is_compared_with_stage_1():
    rounds = {"stage 1": [300.0, 400.0, 500.0], "stage 1 + queue": [30.0, 40.0, 90.0]}
    title, _, queued = queued_monolith.table("ms until answered", rounds)
    assert title == "ms until answered"
    assert queued.split() == "stage 1 + queue 40.0 (30.0 … 90.0) 0.10 × stage 1".split()


def test_the_middle_round_is_compared_with_stage_2():
    rounds = {"stage 2": [1.0, 2.0, 3.0], "mesh": [2.0, 3.0, 4.0]}
    *_, last = mesh.lines("to read a product, p50 ms", rounds)
    assert last.split() == "mesh 3.00 (2.00 … 4.00) 1.50 × stage 2".split()


def test_each_client_has_an_address_of_its_own():
    assert len({balancing.address(number) for number in range(balancing.PEOPLE)}) == 24


def test_lines_of_code_are_those_that_are_not_blank(tmp_path):
    (tmp_path / "a.py").write_text("a = 1\n\n    \nb = 2\n")
    assert mesh.count(tmp_path / "a.py") == 2


def test_a_variant_does_without_files_that_are_there():
    for name in variants.names():
        for file in variants.read(name).get("removes", []):
            assert (ROOT / file).is_file()


@pytest.mark.parametrize("opens", [mesh.shops, lambda: balancing.opened("ring-hash").__enter__()])
def test_a_claim_installs_what_its_variant_needs(monkeypatch, opens):
    def refused(name, needs):
        raise Refusal(f"{name} needs {needs}")

    monkeypatch.setattr(copies, "install", refused)
    with pytest.raises(Refusal, match="needs mesh"):
        opens()
