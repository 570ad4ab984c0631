"""The parts of a run with all their copies: how many there are of each, and in which order."""

from collections.abc import Callable, Iterable, Iterator

from .part import Part, copy
from .runner import READY, STOPPED, STOPPING, Runner


class Fleet:
    def __init__(self, chosen: list[Part], runner_of: Callable[[Part], Runner]) -> None:
        """runner_of(part): the runner that starts and restarts it."""
        self._runner_of = runner_of
        self._wanted = {part.name: 1 for part in chosen}  # copies of each, the first included
        self._runners = {part.name: runner_of(part) for part in chosen}
        self._left: set[str] = set()  # the names of copies on their way out

    def __iter__(self) -> Iterator[Runner]:
        return iter(list(self._runners.values()))

    def __getitem__(self, name: str) -> Runner:
        return self._runners[name]

    def get(self, name: str) -> Runner | None:
        return self._runners.get(name)

    def names(self) -> list[str]:
        return list(self._runners)

    def scale(self, name: str, count: int) -> None:
        """Says how many there are to be; tend() sees to it."""
        self._wanted[name] = count

    def tend(self) -> None:
        """Called again and again; never takes long."""
        for each in self:
            if each.part.number > self._wanted[each.part.original]:
                self._send_away(each)
            if each.part.name in self._left and each.state == STOPPED:
                self._left.remove(each.part.name)
                del self._runners[each.part.name]
        for name, count in self._wanted.items():
            self._add(name, range(2, count + 1))

    def may_start(self, each: Runner) -> bool:
        if not all(self[name].state == READY for name in each.part.needs):
            return False
        return each.has_started or all(self[name].was_ready for name in each.part.after)

    def next_to_stop(self) -> list[Runner]:
        """Those that no running part wants; where parts use one another, that none needs."""
        left = [each for each in self if each.state != STOPPED]
        for words in (("needs", "after", "uses"), ("needs", "after")):
            wanted = {name for each in left for word in words for name in getattr(each.part, word)}
            if free := [each for each in left if each.part.original not in wanted]:
                return free
        return left

    def _send_away(self, each: Runner) -> None:
        if each.part.name not in self._left:
            self._left.add(each.part.name)
            if each.state not in (STOPPING, STOPPED):
                each.stop()

    def _add(self, name: str, numbers: Iterable[int]) -> None:
        taken = [each.part.port for each in self]
        missing = [number for number in numbers if f"{name}.{number}" not in self._runners]
        for number in missing:
            part = copy(self[name].part, number, taken)
            self._runners[part.name] = self._runner_of(part)
            taken.append(part.port)
        if missing:
            self._runners = {each.part.name: each for each in sorted(self, key=self._place)}

    def _place(self, each: Runner) -> tuple[int, int]:
        """Copies stand behind their original."""
        return list(self._wanted).index(each.part.original), each.part.number
