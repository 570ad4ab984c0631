"""What a control room asks of a shop that moves: shared/move/day.py answers it."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from local.shapes import Run
from spans.reading import Span


class Day(Protocol):
    def note(self, spans: Iterable[Span]) -> None:
        """Spans that have arrived."""

    def sample(self) -> None:
        """Called once a second, whether or not a page is open."""

    def state(self) -> object:
        """What its page shows, as JSON."""

    def order(self, do: str, unit: str) -> str:
        """What a button tells the mover. Refusal or ValueError says why not."""

    def database(self, run: Run, secrets: Mapping[str, str], service: str) -> str:
        """The URL of the database that holds the rows of this service now."""
