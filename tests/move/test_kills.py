"""What `make faults MOVE=1-2` kills, and how an interrupted run is resumed."""

from types import SimpleNamespace

from move import units

from . import faults, record
from .kills import NOT_KILLED, STEPS, WAYS, plan

PARTS = ["old-postgres", "shop", "mover", "follower", "gateway", "catalog", "sandbox", "load"]


def test_the_mover_is_killed_at_each_step_of_each_unit_and_the_others_in_turn():
    kills = plan(PARTS, 2 * len(STEPS) * len(WAYS) * len(units.NAMES))
    at = {(each.step, each.way, each.unit) for each in kills if each.part == "mover"}
    assert len(at) == len(kills) / 2
    others = {each.part for each in kills} - {"mover"}
    assert others == set(PARTS) - set(NOT_KILLED)
    assert {each.way for each in kills if each.part == "follower"} == set(WAYS)


def test_a_longer_plan_begins_with_a_shorter_one():
    assert plan(PARTS, 30)[:7] == plan(PARTS, 7)


def test_a_run_goes_on_where_it_was_stopped_and_only_on_the_same_source(tmp_path, monkeypatch):
    monkeypatch.setattr(record, "DATA", tmp_path)
    first = record.begun("1", resume=False)
    first.kills, first.longest["back"], first.struck = 20, 300, {"shop": 2}
    first.write()
    assert record.begun("1", resume=True) == first
    assert record.begun("1", resume=False).kills == record.begun("2", resume=True).kills == 0
    monkeypatch.setattr(record, "digest", lambda _: "another")
    assert record.begun("1", resume=True).kills == 0
    first.late.append("checkout back: 5001 ms")
    for said in ("20 kills", "back 300 ms", "1 of them for too long"):
        assert said in str(first)


def test_after_a_kill_the_next_hand_over_begins_once_no_circuit_breaker_is_open(monkeypatch):
    monkeypatch.setattr(faults, "OPEN_SECONDS", 0.05)
    answers, worked = [False, False, True], []

    def soon(happened):
        while not happened():
            pass

    ask = SimpleNamespace(get=lambda _path: SimpleNamespace(ok=answers.pop(0)))
    stage = SimpleNamespace(run={"parts": ["inventory"]}, wait_ready=lambda _part: None)
    crowd = SimpleNamespace(lost=[], refused=[], product={"id": "7"}, work=worked.append)
    started = faults.time.monotonic()
    faults.settle(SimpleNamespace(stage=stage, staff=ask, soon=soon), crowd)
    assert answers == [] and worked
    assert faults.time.monotonic() - started >= faults.OPEN_SECONDS
