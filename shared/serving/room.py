"""Limits the memory that all unfinished bodies of a process take together."""

FREE_BYTES = 16 * 1024  # of each body are not counted: sign-in still works when the room is full


class NoRoom(Exception):
    """The bodies of other requests use up all the memory for bodies."""


class Room:
    def __init__(self, most: int) -> None:
        """most: bytes."""
        self._most, self._taken = most, 0

    def check(self, announced: int) -> None:
        """Raise NoRoom for a body whose Content-Length does not fit, before it arrives."""
        if _counted(announced) > self._most - self._taken:
            raise NoRoom

    def take(self, before: int, after: int) -> None:
        """Count a body that grew from `before` to `after` bytes. Raises NoRoom."""
        more = _counted(after) - _counted(before)
        if more > self._most - self._taken:
            raise NoRoom
        self._taken += more

    def give_back(self, size: int) -> None:
        self._taken -= _counted(size)


def _counted(size: int) -> int:
    return max(0, size - FREE_BYTES)
