"""Runs all parts of a stage: starts them in order, restarts them, stops them in reverse."""

import signal
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from . import orders, runner
from .channel import Channel
from .data import Data
from .fleet import Fleet
from .group import MARK
from .logs import Show
from .part import Part
from .record import Record
from .shapes import Order, Reply

TICK = 0.05  # seconds
UP_WITHIN = 300  # seconds for all parts together: a busy or small machine needs most of it
HURRY = 3  # seconds for each part to stop, if the stage never opened


class Supervisor:
    def __init__(
        self,
        parts: list[Part],
        environ: dict[str, str],
        cwd: Path,
        data: Data,
        show: Show,
        channel: Channel,
        about: Mapping[str, object],
    ) -> None:
        """about: further entries for run.json."""
        self._environ = environ | {MARK: str(data.path)}
        self._cwd, self._data, self._show, self._channel = cwd, data, show, channel
        self._fleet = Fleet(parts, self._runner_of)
        self._record = Record(data, channel.port, about)
        self._asked = 0  # how often the user asked to stop
        self._stops = self.is_open = False
        self._up = 0  # parts

    def run(self, when_open: Callable[[], None]) -> bool:
        """Run until asked to stop. True if all came up before; when_open() is called then."""
        self._listen_for_signals()
        deadline = time.monotonic() + UP_WITHIN
        try:
            while not self._asked:
                self._step()
                if not self.is_open:
                    self._count()
                    if self.is_open:
                        when_open()
                    elif self._is_hopeless(deadline):
                        return False
                time.sleep(TICK)
            return True
        finally:
            self._stop_all()

    @property
    def was_cut_short(self) -> bool:
        """True if asked to stop before all parts were up."""
        return bool(self._asked) and not self.is_open

    def _runner_of(self, part: Part) -> runner.Runner:
        log = self._data.log(part.name)
        self._show.follow(part.name, log)
        who = {"OTEL_SERVICE_NAME": part.original}  # in its spans: names of OpenTelemetry's own
        who["OTEL_RESOURCE_ATTRIBUTES"] = f"service.instance.id={part.name}"
        return runner.Runner(part, self._environ | who | part.env, self._cwd, log, self._show)

    def _step(self) -> None:
        for each in self._fleet:
            each.tick(can_start=not self._stops and self._fleet.may_start(each))
        if not self._stops:
            self._fleet.tend()
        self._record.keep(self._fleet, self.is_open)
        self._channel.answer_all(self._answer)
        self._record.keep(self._fleet, self.is_open)

    def _count(self) -> None:
        waits_for = [each.part.name for each in self._fleet if each.state != runner.READY]
        total = len(list(self._fleet))
        before, self._up = self._up, total - len(waits_for)
        self.is_open = not waits_for
        self._show.count("starting", self._up, total, waits_for)
        if self.is_open:
            self._show.count_no_more()
        elif before < self._up and self._show.everything:
            self._show.say(f"{self._up} of {total} are up")
        self._record.keep(self._fleet, self.is_open)

    def _is_hopeless(self, deadline: float) -> bool:
        late = time.monotonic() > deadline
        for each in self._fleet:
            name = each.part.name
            if late and each.state != runner.READY:
                self._show.say(f"not up in {UP_WITHIN} s; last lines:\n{each.last_lines()}", name)
            if each.is_hopeless or (late and each.state != runner.READY):
                self._show.say("does not come up, so everything is stopped", name)
                return True
        return False

    def _stop_all(self) -> None:
        """Stop in reverse order, each within its patience; at the second Ctrl-C, all at once."""
        self._stops = True
        total = len(list(self._fleet))
        while going := self._fleet.next_to_stop():
            for each in going:
                if each.state != runner.STOPPING:
                    each.stop(runner.STOP_PATIENCE if self.is_open else HURRY)
            if self._asked > 1:
                self._hurry()
            self._step()
            left = [each.part.name for each in self._fleet if each.state != runner.STOPPED]
            self._show.count("stopping", total - len(left), total, left)
            time.sleep(TICK)
        self._show.count_no_more()
        self._record.remove()

    def _hurry(self) -> None:
        for each in self._fleet:
            each.stop(patience=0)

    def _answer(self, order: Order) -> Reply:
        if order["do"] == "down":
            self._asked = max(self._asked, 1)
            return {"done": True}
        return orders.answer(order, self._fleet)

    def _listen_for_signals(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup
                signal.signal(number, self._ask)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})  # see run.py

    def _ask(self, number: int, _frame: object) -> None:
        """Only a second Ctrl-C hurries: a closed terminal may signal twice, and so may `make`."""
        if number == signal.SIGINT or not self._asked:
            self._asked += 1
