"""The status line of a move."""

from pathlib import Path

from . import journal, tally
from .journal import Told
from .units import NAMES

PLACES = {"old": "stage 1", "new": "stage 2", "nobody": "held back"}


def line(data: Path) -> str:
    """data: the folder of the shop."""
    now, counted = journal.journal(data), tally.tallied(data)
    units = [f"{name}: {_unit(now, name)}" for name in NAMES]
    answers = ", ".join(f"{part} {count}" for part, count in counted["answered"].items()) or "none"
    requests = [f"answers: {answers}", f"held {counted['held']}", f"refused {counted['refused']}"]
    if counted["compared"]:
        requests.append(f"shadow reads: {counted['compared']}, {counted['differing']} differ")
    return " | ".join([*units, *requests, f"longest {counted['longest_ms']} ms"])


def _unit(now: journal.Journal, name: str) -> str:
    told, place = now["told"].get(name), PLACES[now["units"].get(name, "old")]
    if told and told.get("sealed"):
        place += " for good"
    return f"{place}, {_told(told)}" if told and told["step"] else place


def _told(told: Told) -> str:
    differing = "not compared" if told["differing"] < 0 else f"{told['differing']} differ"
    words = [told["step"], f"{told['copied']} rows", f"{told['behind']} behind", differing]
    if told["held_ms"]:
        words.append(f"held {told['held_ms']} ms")
    return ", ".join([*words, *([told["error"]] if told["error"] else [])])
