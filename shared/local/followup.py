"""Commands to run each time a part has come up, before it counts as ready."""

from collections.abc import Callable, Iterable

from .group import Group


class FollowUp:
    def __init__(self, commands: Iterable[list[str]], start: Callable[[list[str]], Group]) -> None:
        """commands: run one after the other."""
        self._left, self._start = list(commands), start
        self._group: Group | None = None
        self.failed: int | None = None  # the exit code of a command that failed

    def is_done(self) -> bool:
        """Start the next command if it is time. Polled, and never blocks."""
        if self._group is not None:
            self.failed = self._group.exit_code()
            if self.failed != 0:  # still running, or failed
                return False
            self._end()
        if self._left:
            self._group = self._start(self._left.pop(0))
        return self._group is None

    def end(self) -> None:
        self._left = []
        self._end()

    def _end(self) -> None:
        if self._group is not None:
            self._group.kill()
            self._group = None
