"""The load simulator: its queue agrees with theory and the boxes, its breaker with the shop's."""

import json
import re
from math import factorial

import pytest

from chassis import breaker, calls

from .site import ROOT

DATA = json.loads((ROOT / "docs/javascripts/play/load.json").read_text("utf-8"))
PRESETS = {one["id"]: DATA["begin"] | one["set"] for one in DATA["presets"]}
PLAIN = {"timeout": 0, "tries": 1, "limit": None, "incident": None}
SERVED = 5  # a second, by each worker
SEEDS = (5, 6, 7, 8)

QUEUE = """({Simulation}, {settings, clients, until, drain, seed}) => {
  const run = new Simulation(settings, {seed, clients})
  run.advance(until)
  const {inside} = run, under = run.queue.length + run.serving.filter(Boolean).length
  const counted = {...run.count}
  if (drain) run.drain()
  const {count, area, spent, waited} = run
  return {count, counted, inside, under, area, spent, waited}
}"""
SHARES = """({run, answered, p95}, {settings, data, seeds}) => seeds.map((seed) => {
  const {simulation, stretches} = run(settings, data, seed)
  simulation.advance(data.length)
  const late = stretches.slice(-10).flatMap((each) => each.times)
  return {
    before: answered(stretches, 0, 20), end: answered(stretches, 80, 120),
    at: answered(stretches, 50, 70), queue: simulation.queue.length, p95: p95(late),
    sent: simulation.count.sent, wasted: simulation.count.wasted,
  }
})"""
BREAKER = """({Breaker}, {known, steps}) => {
  const made = new Breaker(known)
  return steps.map(([at, answered]) => {
    const before = made.state(at), through = made.letsThrough(at)
    if (through) made.note(at, answered)
    return [before, through, made.state(at)]
  })
}"""


@pytest.fixture(scope="module")
def queue(model):
    def ran(settings, until, clients=0, seed=1, drain=True):
        given = {"settings": PLAIN | settings, "until": until, "clients": clients}
        return model("load-model.js", QUEUE, given | {"seed": seed, "drain": drain})

    return ran


def wait(workers, busy):
    """Mean seconds in the queue of M/M/c, by Erlang's C formula (Kleinrock, Queueing Systems I)."""
    offered = workers * busy
    full = offered**workers / factorial(workers) / (1 - busy)
    waits = full / (sum(offered**k / factorial(k) for k in range(workers)) + full)
    return waits / (workers * SERVED * (1 - busy))


def test_theory_itself():
    assert wait(1, 0.8) == pytest.approx(0.8 / (SERVED * 0.2))


@pytest.mark.parametrize("workers, busy", [(1, 0.5), (1, 0.8), (2, 0.8), (3, 0.9), (10, 0.7)])
def test_waiting_times_are_those_of_the_theory(workers, busy, queue):
    rate = workers * SERVED * busy
    settings = {"rate": rate, "service": 1 / SERVED, "workers": workers}
    found = [queue(settings, 60_000 / rate, seed=seed) for seed in range(1, 7)]
    mean = sum(run["waited"] for run in found) / sum(run["count"]["taken"] for run in found)
    assert mean == pytest.approx(wait(workers, busy), rel=0.06)


def test_littles_law_holds_for_every_run(queue):
    """Requests inside, summed over time, are the seconds that requests spent inside."""
    settings = {"rate": 9, "service": 1 / SERVED, "workers": 2, "timeout": 2, "tries": 3}
    settings |= {"limit": 20, "incident": DATA["incident"]}
    found = queue(settings, 300)
    assert found["area"] == pytest.approx(found["spent"], rel=1e-9)
    counted = found["counted"]
    assert found["inside"] == found["under"] == counted["taken"] - counted["finished"]
    assert counted["sent"] == counted["taken"] + counted["refused"]
    ended = found["count"]
    assert ended["arrived"] == ended["good"] + ended["failed"]
    assert ended["finished"] == ended["taken"] == ended["good"] + ended["wasted"]


def test_a_run_is_the_same_each_time(queue):
    settings = {"rate": 8, "service": 1 / SERVED, "workers": 2, "timeout": 1, "tries": 3}
    assert queue(settings, 100) == queue(settings, 100)
    assert queue(settings, 100) != queue(settings, 100, seed=2)


def test_clients_who_wait_fill_the_shop_as_in_the_box(queue):
    """docs/measured/latency-and-throughput.txt, with the capacity that the box shows."""
    box = (ROOT / "docs/measured/latency-and-throughput.txt").read_text("utf-8")
    rows = re.findall(r"^ +(\d+) +(\d+) +[\d.]+ +[\d.]+ +([\d.]+)$", box, re.M)
    full = [(int(n), int(rate), float(mean)) for n, rate, mean in rows if int(n) >= 8]
    assert len(full) >= 4
    capacity = sum(rate for _, rate, _ in full) / len(full)
    for clients, _, mean in full:
        run = queue({"rate": 1, "service": 1 / capacity, "workers": 1}, 60, clients, drain=False)
        assert run["counted"]["good"] / 60 == pytest.approx(capacity, rel=0.02)
        assert 1000 * run["spent"] / run["counted"]["finished"] == pytest.approx(mean, rel=0.15)


def test_its_breaker_is_that_of_the_shop(model):
    known = DATA["breaker"]
    assert known == {"failures": breaker.FAILURES, "open_seconds": breaker.OPEN_SECONDS}
    assert PRESETS["breaker"]["tries"] == calls.TRIES
    steps = [*((each / 10, False) for each in range(7)), (2.2, True), (2.5, False), (2.6, False)]
    steps += [(3, True), *((4 + each / 10, False) for each in range(6)), (6.6, False), (9, True)]
    now = [0.0]
    ours, expected = breaker.Breaker(clock=lambda: now[0]), []
    for at, answered in steps:
        now[0] = at
        before, through = ours.state, ours.lets_through()
        if through:
            ours.note(answered)
        expected.append([before, through, ours.state])
    found = model("load-breaker.js", BREAKER, {"known": known, "steps": steps})
    assert found == expected
    assert {"open", "half-open", "closed"} <= {state for state, _, _ in found}


@pytest.fixture(scope="module")
def ends(model):
    def found(preset):
        given = {"settings": PRESETS[preset], "data": DATA, "seeds": SEEDS}
        return model("load-series.js", SHARES, given)

    return found


@pytest.mark.parametrize("preset", ["storm", "backoff"])
def test_a_retry_storm_outlives_its_cause(preset, ends):
    for run in ends(preset):
        assert run["before"] > 95 and run["end"] == 0  # in percent
        assert run["queue"] > 1000 and run["p95"] > 3 * DATA["begin"]["timeout"] - 0.01


@pytest.mark.parametrize("preset", ["alone", "breaker", "shed"])
def test_the_same_shop_recovers(preset, ends):
    for run in ends(preset):
        assert run["before"] > 95 and run["end"] > 70 and run["queue"] < 30


def test_with_the_numbers_that_the_page_begins_with_it_has_recovered_when_the_page_says(ends):
    first = {preset: ends(preset)[0] for preset in PRESETS}
    assert SEEDS[0] == DATA["seed"]
    recovered = {preset for preset, run in first.items() if run["at"] > 80}
    assert recovered == {"calm", "alone", "breaker", "shed"}


def test_a_reader_runs_a_storm_and_a_breaker(visit):
    page = visit("load")
    page.sees("The workers can serve 10.0 requests a second; clients keep them 80 % busy.")
    page.choose("Retry storm")
    page.press("To the end")
    page.sees("In the last 20 s, 0 % were answered in time.")
    page.choose("+ breaker")
    page.press("Run")
    page.press("Pause", "To the end")
    page.sees("After 120 s")
    assert page.place.locator(".load-room .gone:visible").count() == 0


def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(visit):
    page = visit("load")
    page.choose("Retry storm")
    page.press("To the end")
    assert page.clean() == []
