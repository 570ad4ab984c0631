"""The interface between a control room and a shop that moves. shared/move/day.py implements it."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from local.shapes import Run
from spans.reading import Span


class Day(Protocol):
    def note(self, spans: Iterable[Span]) -> None:
        """Take spans that have arrived."""

    def sample(self) -> None:
        """Called once a second, whether or not a page is open."""

    def state(self) -> object:
        """The data of its page, as JSON."""

    def order(self, do: str, unit: str) -> str:
        """Do what a button of the page says. Refusal or ValueError says why not."""

    def database(self, run: Run, secrets: Mapping[str, str], service: str) -> str:
        """The URL of the database that holds the rows of this service now."""
