"""Tests of the claims that need no shop; `make verify WHAT=claims` runs all claims."""

import re

import pytest

from local.refusal import Refusal
from tests.layout.house import ROOT

from . import __main__ as claims

SENTENCE = re.compile(r"[A-Z].*[.!]")


@pytest.mark.parametrize("name", claims.names())
def test_a_claim_is_a_sentence_and_was_measured(name):
    first, *_ = claims.claim(name).__doc__.splitlines()
    assert SENTENCE.fullmatch(first) and len(first) <= 100
    *said, about = claims.kept(name).read_text().splitlines()
    assert said and re.match(r"20\d\d-\d\d-\d\d, \d+ cores", about)


def test_nothing_is_kept_that_no_claim_shows():
    kept = {path.stem for path in claims.MEASURED.glob("*.txt")}
    assert kept == set(claims.names())


@pytest.mark.parametrize("name", claims.names())
def test_a_page_shows_each_claim(name):
    pages = "".join(page.read_text() for page in (ROOT / "docs").rglob("*.md"))
    assert re.search(rf"^ *\$ make claim CLAIM={name}$", pages, re.M), "no page has its command"
    assert f'--8<-- "docs/measured/{name}.txt"' in pages, "no page has what it showed"


def test_only_figures_may_differ_from_what_was_kept():
    assert claims.masked("took   9.5 ms of 10") == claims.masked("took 12 ms of 1,000")
    assert claims.masked("took 9 ms") != claims.masked("took 9 s")


def test_the_simplest_claim_holds_here():
    assert claims.main(["--check", "simplicity"]) == 0


def test_a_claim_that_shows_other_words_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(claims, "MEASURED", tmp_path)
    (tmp_path / "simplicity.txt").write_text("something else\n\n2026-11-24, 2 cores\n")
    assert "not the words" in claims.main(["--check", "simplicity"])


def test_a_claim_that_is_not_there_is_refused(monkeypatch):
    monkeypatch.setenv("CLAIM", "perpetual-motion")
    with pytest.raises(Refusal, match="CLAIM=perpetual-motion is unknown"):
        claims.main([])


def test_without_a_name_all_claims_are_listed(monkeypatch, capsys):
    monkeypatch.delenv("CLAIM", raising=False)
    assert claims.main([]) is None
    assert "simplicity" in capsys.readouterr().out
