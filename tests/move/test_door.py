"""The gateway asks the holder, waits while there is none, and asks again after a 421."""

import asyncio
import json
import threading
import time

import pytest
from gateway.app import Gateway

from move import door, journal, tally
from shop_rules.errors import Unavailable

from chassis import config as chassis_config

OK, ELSEWHERE = (200, [], b"{}"), (421, [], b"{}")


class Scripted:
    """What the parts answer, and which were asked."""

    def __init__(self, *answers):
        self.answers, self.asked = list(answers), []

    async def forwarded(self, _gateway, service, _request):
        self.asked.append(service)
        answer = self.answers.pop(0) if self.answers else OK
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("DATA", str(tmp_path / "gateway"))
    chassis_config.config.cache_clear()
    yield tmp_path
    chassis_config.config.cache_clear()


@pytest.fixture
def asked(data, monkeypatch):
    """asked(service, answers…) → (its answer, which parts were asked)"""

    def ask(service, *answers):
        script = Scripted(*answers)
        monkeypatch.setattr(Gateway, "_forwarded", lambda *all: script.forwarded(*all))
        return asyncio.run(door.Door()._forwarded(service, None)), script.asked

    return ask


def hold(data, **units):
    journal.write_journal(data, {"units": units, "told": {}})


def test_before_anything_moves_stage_1_is_asked(asked):
    assert asked("catalog") == (OK, ["shop"])


@pytest.mark.parametrize(("holder", "part"), [("old", "shop"), ("new", "catalog")])
def test_whoever_holds_is_asked(asked, data, holder, part):
    hold(data, catalog=holder)
    assert asked("catalog") == (OK, [part])


def test_what_no_unit_has_is_stage_1s_whatever_moves(asked, data):
    hold(data, catalog="nobody")
    assert asked("orders") == (OK, ["shop"])


def test_a_side_that_does_not_hold_is_asked_again_until_one_does(asked, data):
    assert asked("catalog", ELSEWHERE, ELSEWHERE, OK) == (OK, ["shop"] * 3)
    assert tally.tallied(data)["held"] == 1


def test_while_nobody_holds_nobody_is_asked(asked, data):
    hold(data, catalog="nobody")
    thread = threading.Timer(0.2, lambda: hold(data, catalog="new"))
    thread.start()
    begun = time.monotonic()
    assert asked("catalog") == (OK, ["catalog"])
    assert time.monotonic() - begun > 0.15
    thread.join()


def test_it_gives_up_after_a_while(asked, data, monkeypatch):
    monkeypatch.setattr(door, "PATIENCE", 0.1)
    hold(data, catalog="nobody")
    with pytest.raises(Unavailable):
        asked("catalog")
    assert tally.tallied(data)["refused"] == 1


def test_what_was_answered_is_counted_by_who_answered(data):
    counts = tally.Tally(data)
    for part, status in (("shop", 200), ("shop", 503), ("catalog", 404)):
        counts.count(part, status, 0.25, held=False)
    counts._write()
    found = tally.tallied(data)
    assert found["answered"] == {"shop": 2, "catalog": 1}
    assert (found["refused"], found["longest_ms"]) == (1, 250)


def test_a_part_that_can_not_be_reached_counts_as_refused(asked, data):
    """The gateway answers 503 for it, by an exception."""
    with pytest.raises(Unavailable):
        asked("catalog", Unavailable("The shop did not answer."))
    assert tally.tallied(data)["refused"] == 1


def test_a_journal_that_is_written_anew_is_read_anew(data):
    holders = journal.Holders(data)
    assert holders.of("catalog") == "old"
    hold(data, catalog="new")
    assert holders.of("catalog") == "new" and json.loads((data / "move.json").read_text())
