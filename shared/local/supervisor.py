"""All parts of a stage: brings them up in order, keeps them up, takes them down in reverse."""

import os
import signal
import subprocess
import time

from . import runner
from .data import RUN
from .group import MARK, started

TICK = 0.05  # seconds
UP_WITHIN = 120  # seconds for all parts together


class Supervisor:
    def __init__(self, parts, environ, cwd, data, show, channel, about):
        """about: what else is to stand in run.json."""
        self._data, self._show, self._channel, self._about = data, show, channel, about
        self._runners = {
            part.name: runner.Runner(
                part,
                environ | part.env | {MARK: str(data.path)},
                cwd,
                data.log(part.name),
                show.say,
            )
            for part in parts
        }
        self._asked = 0  # how often we were asked to stop
        self._recorded = None
        self.is_open = False

    def run(self, when_open):
        """Until asked to stop; True if it came up before. when_open() is called when all is."""
        self._listen_for_signals()
        deadline = time.monotonic() + UP_WITHIN
        try:
            while not self._asked:
                self._step()
                if not self.is_open and self._all_are(runner.READY):
                    self.is_open = True
                    self._record()
                    when_open()
                if not self.is_open and self._is_hopeless(deadline):
                    return False
                time.sleep(TICK)
            return True
        finally:
            self._stop_all()

    def _step(self):
        for each in self._runners.values():
            each.tick(can_start=self._has_what_it_needs(each))
        self._record()
        self._channel.answer_all(self._answer)
        self._record()

    def _has_what_it_needs(self, each):
        if self._asked:
            return False
        return all(self._runners[name].state == runner.READY for name in each.part.needs)

    def _all_are(self, state):
        return all(each.state == state for each in self._runners.values())

    def _is_hopeless(self, deadline):
        late = time.monotonic() > deadline
        for name, each in self._runners.items():
            if late and each.state != runner.READY:
                self._show.say(f"not up in {UP_WITHIN} s; last lines:\n{each.last_lines()}", name)
            if each.is_hopeless or (late and each.state != runner.READY):
                self._show.say("does not come up, so everything is stopped", name)
                return True
        return False

    def _stop_all(self):
        """In reverse order, each at most for its patience; none at the second Ctrl-C."""
        for each in reversed(self._runners.values()):
            each.stop()
            while each.state != runner.STOPPED:
                if self._asked > 1:
                    each.stop(patience=0)
                self._step()
                time.sleep(TICK)
        self._data.remove(RUN)

    def _record(self):
        parts = {name: each.shown() for name, each in self._runners.items()}
        if (parts, self.is_open) == self._recorded:
            return
        self._recorded = (parts, self.is_open)
        me = {"pid": os.getpid(), "started": started(os.getpid()), "control": self._channel.port}
        content = {"supervisor": me, "open": self.is_open, "parts": parts} | self._about
        self._data.write(RUN, content)

    def _answer(self, order):
        if order["do"] == "down":
            self._asked += 1
            return {"done": True}
        each = self._runners.get(order["part"])
        if not each:
            return {"refused": f"there is no part {order['part']!r}; there are: {self._names()}"}
        return self._do(order, each)

    def _do(self, order, each):
        if order["do"] == "run":
            return _beside(each, order["name"], order["words"])
        {"kill": each.kill, "stop": each.stop, "start": each.start}[order["do"]]()
        return {"done": True}

    def _names(self):
        return ", ".join(self._runners)

    def _listen_for_signals(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup
                signal.signal(number, self._ask)

    def _ask(self, _number, _frame):
        self._asked += 1


def _beside(each, name, words):
    """One of the part's own commands, in its environment; what it prints is for the asker."""
    command = each.part.commands.get(name)
    if not command:
        return {"refused": f"{each.part.name} has no command {name!r}"}
    made = subprocess.run(
        [*command, *words], env=each.env, cwd=each.cwd, capture_output=True, text=True, timeout=60
    )
    return {"done": made.returncode == 0, "said": made.stdout + made.stderr}
