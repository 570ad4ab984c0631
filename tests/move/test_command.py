"""The orders of `make move DO=…`, and the status line it prints."""

import pytest

from local.data import Data
from local.refusal import Refusal
from move import __main__ as console
from move import journal, orders, tally, watching

TOLD = {
    "step": "compare",
    "copied": 24,
    "behind": 3,
    "differing": 0,
    "held_ms": 0,
    "held_since": 0,
    "error": "",
}


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.setattr(orders, "running", lambda _: {})
    return Data(tmp_path, "move")


def ready(data, unit, **more):
    journal.write_journal(data.path, {"units": {}, "told": {unit: {**TOLD, **more}}})


def goals(data):
    return journal.wanted(data.path)["goals"]


def test_next_goes_one_step_further_and_back_one_back(data):
    orders.tell(data, "next", "catalog")
    assert goals(data) == {"catalog": "ready"}
    ready(data, "catalog")
    orders.tell(data, "next", "catalog")
    assert goals(data) == {"catalog": "new"}
    with pytest.raises(Refusal, match="can go no further"):
        orders.tell(data, "next", "catalog")
    for goal in ("ready", "stay"):
        orders.tell(data, "back", "catalog")
        assert goals(data) == {"catalog": goal}
    with pytest.raises(Refusal, match="can go no further"):
        orders.tell(data, "back", "catalog")


@pytest.mark.parametrize("differing", [-1, 2])
def test_a_unit_changes_hands_only_when_both_sides_are_the_same(data, differing):
    orders.tell(data, "next", "catalog")
    ready(data, "catalog", differing=differing)
    with pytest.raises(Refusal, match="not copied and compared yet"):
        orders.tell(data, "next", "catalog")


def test_without_a_name_the_first_that_can_go_further_is_meant_and_the_last_that_can_go_back(data):
    orders.tell(data, "next", "")
    assert goals(data) == {"notifications": "ready"}
    journal.want(data.path, {"goals": {"notifications": "new"}, "paused": False})
    orders.tell(data, "next", "")
    assert goals(data) == {"notifications": "new", "catalog": "ready"}
    orders.tell(data, "back", "")
    assert goals(data) == {"notifications": "new", "catalog": "stay"}


def test_the_checkout_moves_after_what_it_asks_and_goes_back_before(data):
    ready(data, "checkout")
    orders.tell(data, "next", "checkout")
    with pytest.raises(Refusal, match="checkout moves after notifications and catalog"):
        orders.tell(data, "next", "checkout")
    all_new = {"notifications": "new", "catalog": "new", "checkout": "new"}
    journal.want(data.path, {"goals": all_new, "paused": False})
    with pytest.raises(Refusal, match="catalog goes back after checkout"):
        orders.tell(data, "back", "catalog")
    for _ in range(3):
        orders.tell(data, "back", "")
    assert goals(data) == {"notifications": "new", "catalog": "ready", "checkout": "stay"}


def test_pause_and_resume_keep_the_goals(data):
    orders.tell(data, "next", "catalog")
    for do, paused in (("pause", True), ("resume", False)):
        orders.tell(data, do, "")
        assert journal.wanted(data.path) == {"goals": {"catalog": "ready"}, "paused": paused}


def test_the_line_says_where_each_unit_is(data):
    assert orders.tell(data, "status", "").startswith("notifications: stage 1 | catalog: stage 1 |")
    ready(data, "catalog", held_ms=175, error="a write took too long")
    counts = tally.Tally(data.path)
    counts.count("shop", 503, 0.5, held=True)
    line = watching.line(data.path)
    assert "catalog: stage 1, compare, 24 rows, 3 behind, 0 differ, held 175 ms, a write" in line
    assert line.endswith("answers: shop 1 | held 1 | refused 1 | longest 500 ms")


@pytest.mark.parametrize(
    "words", [["2"], ["1", "3"], ["1", "2", "jump"], ["", "", "next", "orders"]]
)
def test_words_that_mean_nothing_are_refused(words, tmp_path, monkeypatch):
    monkeypatch.setenv("DATA", str(tmp_path))
    monkeypatch.setattr(orders, "running", lambda _: {})
    with pytest.raises(Refusal):
        console.main(words)


def test_whoever_sits_at_the_terminal_is_asked_when_both_sides_are_the_same(data, capsys):
    asking = console._Asking(data)
    asking._ask()
    assert goals(data) == {"notifications": "ready"} and capsys.readouterr().out == ""
    ready(data, "notifications")
    asking._ask()
    asking._ask()
    assert capsys.readouterr().out.count("Press Enter to move it") == 1
