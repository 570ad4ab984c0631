"""Runs one part of a stage: starts it, watches it, and restarts it when it dies."""

import signal
import time
from functools import partial
from pathlib import Path

from .followup import FollowUp
from .group import Group
from .logs import Show, last_lines
from .part import Part
from .readiness import Watch, forget
from .shapes import Shown

WAITING, PREPARING, STARTING, READY = "waiting", "preparing", "starting", "ready"
STOPPING, STOPPED = "stopping", "stopped"
RUNS = (PREPARING, STARTING, READY, STOPPING)  # the states in which processes exist

PAUSES = [0, 0.5, 1, 2, 4, 8, 10]  # seconds before the first, second, … restart
SETTLED = 1  # seconds of being ready, after which a death counts as a new one
HOPELESS = 3  # deaths in a row, right after the start; one is enough at the very first start
STOP_PATIENCE = 10  # seconds from "please stop" to SIGKILL


class Runner:
    def __init__(self, part: Part, env: dict[str, str], cwd: Path, log: Path, show: Show) -> None:
        self.part, self.env, self.cwd, self._log = part, env, cwd, log
        self._say = partial(show.say, part=part.name)
        self._step = partial(show.step, part=part.name)
        self.state = WAITING
        self.group: Group  # in the states RUNS
        self.deaths = 0  # in a row, right after the start
        self.is_hopeless = False
        self.has_started = self.was_ready = False  # ever
        self._left = [*part.before, part.command]  # commands still to run
        self._watch = Watch(part.ready, part.port)
        self._follow_up = FollowUp([], self._started)
        self._since = self._not_before = self._deadline = 0.0

    def tick(self, can_start: bool) -> None:
        """Do the next step of starting, watching or stopping. Polled, and never blocks."""
        now = time.monotonic()
        if self.state == WAITING:
            if can_start and now >= self._not_before:
                self._launch(now)
        elif self.state in RUNS and (code := self.group.exit_code()) is not None:
            self._ended(code, now)
        elif self.state == STARTING and self._watch.is_ready:
            self._come_up(now)
        elif self.state == STOPPING and now >= self._deadline:
            self.group.kill()

    def start(self) -> None:
        if self.state == STOPPED:
            self.state, self.deaths, self._not_before = WAITING, 0, 0

    def stop(self, patience: float = STOP_PATIENCE) -> None:
        if self.state in RUNS:
            self.group.signal(self.part.stop_number)
            self.state, self._deadline = STOPPING, time.monotonic() + patience
        else:
            self.state = STOPPED

    def kill(self) -> None:
        """Simulate a crash. The part is restarted at once, without a pause."""
        if self.state in RUNS:
            self.group.signal(signal.SIGKILL)
            self.deaths = -1

    def shown(self) -> Shown:
        """The part's entry in run.json."""
        runs = self.state in RUNS
        return {
            "state": self.state,
            "pid": self.group.pid if runs else 0,
            "started": self.group.started if runs else 0,
            "port": self.part.port,
            "stop": self.part.stop_number,
        }

    def last_lines(self) -> str:
        return "\n".join(f"  | {line}" for line in last_lines(self._log))

    def _come_up(self, now: float) -> None:
        if self._follow_up.is_done():
            self._step(f"ready after {now - self._since:.1f} s")
            self.state, self._since, self.was_ready = READY, now, True
        elif self._follow_up.failed:
            self._say(f"what is to be done when it is up {_how(self._follow_up.failed)}")
            self.group.kill()

    def _launch(self, now: float) -> None:
        try:
            self._start_next(now)
        except OSError as error:  # e.g. a full disk, which may have space later
            self._say(f"can't be started: {error.strerror}; trying again in {PAUSES[2]} s")
            self.state, self._not_before = WAITING, now + PAUSES[2]

    def _start_next(self, now: float) -> None:
        command = self._left[0]
        self.state = STARTING if len(self._left) == 1 else PREPARING
        self._since = now
        self._step("starting" if self.state == STARTING else f"preparing: {' '.join(command[1:])}")
        forget(self.part.ready)
        self.group, self.has_started = self._started(command), True
        if self.state == STARTING:
            self._follow_up = FollowUp(self.part.then, self._started)
            self._watch = Watch(self.part.ready, self.part.port)
            self._watch.start()

    def _started(self, command: list[str]) -> Group:
        return Group(command, self.env, self.cwd, self._log)

    def _ended(self, code: int, now: float) -> None:
        self._watch.close()
        self._follow_up.end()
        self.group.kill()  # granian's worker outlives its parent, and keeps the port
        if self.state == STOPPING:
            self._step("stopped")
            self.state = STOPPED
        elif self.state == PREPARING and code == 0:
            self._left.pop(0)
            self._launch(now)
        else:
            self._died(code, now)

    def _died(self, code: int, now: float) -> None:
        settled = now - self._since > SETTLED or code == -signal.SIGKILL  # or killed from outside
        if self.state == READY and settled:
            self.deaths = min(self.deaths, 0)
        self.deaths += 1
        unprepared = self.state == PREPARING or bool(self._follow_up.failed)
        self.is_hopeless = self.deaths >= HOPELESS or unprepared
        pause = PAUSES[min(max(self.deaths - 1, 0), len(PAUSES) - 1)]
        if self.state == PREPARING:
            self._say(f"preparing it {_how(code)}")
        else:
            self._say(f"{_how(code)}; starting it again" + (f" in {pause} s" if pause else ""))
        if self.is_hopeless:
            self._say(f"its last lines:\n{self.last_lines()}")
        self.state, self._not_before = WAITING, now + pause


def _how(code: int) -> str:
    if code < 0:
        return f"was killed ({signal.Signals(-code).name})"
    return f"failed (exit code {code})" if code else "ended by itself"
