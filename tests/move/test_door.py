"""The gateway asks the holder, waits while there is none, and asks again after a 421."""

import asyncio
import json
import threading
import time
from types import SimpleNamespace

import pytest
from gateway import app as of_gateway
from gateway.app import Gateway

from move import door, journal, tally
from shop_rules.errors import Unavailable

from chassis import config as chassis_config

OK, ELSEWHERE = (200, [], b"{}"), (421, [], b"{}")


class Scripted:
    """Scripted answers of the parts, and a record of which were asked."""

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

    def ask(service, *answers, request=None):
        script = Scripted(*answers)
        monkeypatch.setattr(Gateway, "_forwarded", lambda *all: script.forwarded(*all))
        return asyncio.run(door.Door()._forwarded(service, request)), script.asked

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


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer x"}], ids=bool)
def test_a_signed_in_person_waits_while_neither_side_knows_the_sessions(asked, data, headers):
    hold(data, catalog="new", accounts="nobody")
    thread = threading.Timer(0.2, lambda: hold(data, catalog="new", accounts="new"))
    thread.start()
    begun = time.monotonic()
    request = SimpleNamespace(header=headers.get, method="POST")
    assert asked("catalog", request=request) == (OK, ["catalog"])
    assert (time.monotonic() - begun > 0.15) == bool(headers)
    thread.join()


def test_a_sign_in_that_is_sent_again_counts_once(data, monkeypatch):
    """Against the gateway's limit of sign-ins: the wrong side hashed no password."""
    monkeypatch.setattr(of_gateway, "OF_BODIES", of_gateway.OF_BODIES)
    monkeypatch.setattr(door.own, "serve_metrics", lambda: None)
    monkeypatch.setattr(door.tracing, "begin", lambda: None)
    door.create_app()
    answers, minutes = [ELSEWHERE, ELSEWHERE, OK], []
    works = door.Door()
    works._sign_ins = SimpleNamespace(
        count=lambda _: minutes.append(1) or 1, give_back=lambda *_: minutes.pop()
    )

    async def forwarded(*_):
        return answers.pop(0)

    monkeypatch.setattr(of_gateway.forward, "forward", forwarded)
    monkeypatch.setattr(of_gateway, "whole", lambda _: asyncio.sleep(0))
    works._session = None
    body = SimpleNamespace(arrives_soon=lambda: asyncio.sleep(0, True))
    as_sent = SimpleNamespace(body=lambda content: content)
    request = SimpleNamespace(
        header=lambda _: None,
        method="POST",
        path="/tokens",
        body=body,
        counted_as="c",
        exchange=as_sent,
    )
    assert asyncio.run(works._forwarded("accounts", request)) == OK
    assert minutes == [1]


def test_what_the_fence_cut_late_is_asked_again_however_long_it_took(data, monkeypatch):
    """A cancellation waits for the payment provider, and writes only after the hand-over."""
    monkeypatch.setattr(door, "PATIENCE", 0.1)
    answers = [(0.3, ELSEWHERE), (0, ELSEWHERE), (0, OK)]

    async def forwarded(*_):
        seconds, answer = answers.pop(0)
        await asyncio.sleep(seconds)
        return answer

    monkeypatch.setattr(Gateway, "_forwarded", forwarded)
    assert asyncio.run(door.Door()._forwarded("orders", None)) == OK


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


def test_two_gateways_count_together(data):
    """Each writes a file of its own. The counts of a killed one stay."""
    for part, seconds, held in (("shop", 0.25, True), ("catalog", 0.1, False)):
        counts = tally.Tally(data)
        for _ in range(2):
            counts.count(part, 503, seconds, held)
        counts.count_shadow(differs=held)
        counts._write()
    found = tally.tallied(data)
    assert found["answered"] == {"shop": 2, "catalog": 2}
    assert (found["held"], found["refused"], found["compared"], found["differing"]) == (2, 4, 2, 1)


def test_the_longest_request_is_one_of_lately(data, monkeypatch):
    for at, seconds in ((100, 3.0), (200, 0.5), (200.4, 0.2)):
        monkeypatch.setattr(tally.time, "time", lambda at=at: at)
        tally.Tally(data).count("shop", 200, seconds, held=False)  # the first is written at once
    assert tally.tallied(data)["longest_ms"] == 500


def test_a_shop_that_is_opened_counts_from_its_beginning(data):
    counts = tally.Tally(data)
    counts.count("shop", 200, 0.1, held=False)
    tally.begin(data)
    assert tally.tallied(data)["answered"] == {}


def test_a_part_that_can_not_be_reached_counts_as_refused(asked, data):
    """The gateway raises an exception for it, which becomes a 503."""
    with pytest.raises(Unavailable):
        asked("catalog", Unavailable("The shop did not answer."))
    assert tally.tallied(data)["refused"] == 1


def test_a_journal_that_is_written_anew_is_read_anew(data):
    holders = journal.Holders(data)
    assert holders.of("catalog") == "old"
    hold(data, catalog="new")
    assert holders.of("catalog") == "new" and json.loads((data / "move.json").read_text())
