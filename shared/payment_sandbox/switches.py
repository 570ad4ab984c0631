"""Switches that make the provider misbehave. They are in the ledger, so they survive a kill.

A setting is a value, or {"value": …, "calls": ["confirm", …], "times": 3}: for these calls only,
and off after 3 of them. false, 0 and null turn a switch off.
"""

import json
from collections.abc import Callable, Mapping
from sqlite3 import Connection, Row
from typing import TypedDict, TypeGuard

from .errors import Refusal

CALLS = ("create", "confirm", "cancel", "refund", "read")
LONGEST_LATENCY = 60_000  # milliseconds
VALUES: dict[str, Callable[[object], bool]] = {
    "latency_ms": lambda value: type(value) is int and 1 <= value <= LONGEST_LATENCY,
    "decline_all": lambda value: value is True,
    "outage": lambda value: value is True,
    "dead_line": lambda value: value is True,
    "refuse": lambda value: type(value) is int and value in (409, 429, 500),
}


class Setting(TypedDict):
    value: int  # or True
    calls: list[str] | None
    times: int | None


class Kept(TypedDict):
    value: object
    calls: str | None  # JSON
    times: int | None


State = dict[str, Setting | None]


def state(db: Connection) -> State:
    """Every switch by name: its setting in the long form, or None."""
    kept = {row["name"]: row for row in db.execute("SELECT * FROM switches")}
    return {name: _setting(kept[name]) if name in kept else None for name in VALUES}


def turn(db: Connection, wanted: Mapping[str, Kept | None]) -> None:
    """Change the named switches; the others stay as they are."""
    for name, setting in wanted.items():
        db.execute("DELETE FROM switches WHERE name = ?", (name,))
        if setting:
            values = (name, setting["value"], setting["calls"], setting["times"])
            db.execute("INSERT INTO switches VALUES (?, ?, ?, ?)", values)


def turn_all_off(db: Connection) -> None:
    db.execute("DELETE FROM switches")


def applies(setting: Setting | None, call: str) -> TypeGuard[Setting]:
    return setting is not None and (setting["calls"] is None or call in setting["calls"])


def use(db: Connection, name: str, call: str) -> int | None:
    """The value if the switch is on for this call, else None; counts down its times."""
    setting = state(db)[name]
    if not applies(setting, call):
        return None
    if setting["times"] == 1:
        db.execute("DELETE FROM switches WHERE name = ?", (name,))
    elif setting["times"]:
        db.execute("UPDATE switches SET times = times - 1 WHERE name = ?", (name,))
    return setting["value"]


def checked(wanted: object) -> dict[str, Kept | None]:
    """The settings in the form that `turn` takes. Raises Refusal for invalid ones."""
    if not isinstance(wanted, dict):
        raise Refusal(400, "Expected a JSON object of switches.")
    return {name: _checked(name, setting) for name, setting in wanted.items()}


def _checked(name: str, setting: object) -> Kept | None:
    if name not in VALUES:
        raise Refusal(400, f"No such switch: {name}. There are {', '.join(VALUES)}.", param=name)
    if setting in (None, False):  # 0 is equal to False.
        return None
    if not isinstance(setting, dict):
        setting = {"value": setting}
    value, calls, times = setting.get("value", True), setting.get("calls"), setting.get("times")
    unknown = set(setting) - {"value", "calls", "times"}
    if unknown or not VALUES[name](value) or not _are_calls(calls) or not _is_count(times):
        raise Refusal(400, f"Not a setting of {name}: {json.dumps(setting)}", param=name)
    return {"value": value, "calls": json.dumps(calls) if calls else None, "times": times}


def _are_calls(calls: object) -> TypeGuard[list[str] | None]:
    return calls is None or (
        isinstance(calls, list) and bool(calls) and all(c in CALLS for c in calls)
    )


def _is_count(times: object) -> TypeGuard[int | None]:
    return times is None or (type(times) is int and 1 <= times <= 1_000_000)


def _setting(row: Row) -> Setting:
    on_off = row["name"] not in ("latency_ms", "refuse")
    return {
        "value": bool(row["value"]) if on_off else row["value"],
        "calls": row["calls"] and json.loads(row["calls"]),
        "times": row["times"],
    }
