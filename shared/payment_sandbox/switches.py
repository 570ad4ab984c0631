"""Switches that make the provider misbehave. Kept in the ledger, so they outlive a kill.

A setting is a value, or {"value": …, "calls": ["confirm", …], "times": 3}: only for these calls,
and off by itself after so many of them. false, 0 and null turn a switch off.
"""

import json

from .errors import Refusal

CALLS = ("create", "confirm", "cancel", "refund", "read")
LONGEST_LATENCY = 60_000  # milliseconds
VALUES = {
    "latency_ms": lambda value: type(value) is int and 1 <= value <= LONGEST_LATENCY,
    "decline_all": lambda value: value is True,
    "outage": lambda value: value is True,
    "dead_line": lambda value: value is True,
    "refuse": lambda value: type(value) is int and value in (409, 429, 500),
}


def state(db):
    """Every switch by name: its setting in the long form, or None."""
    kept = {row["name"]: row for row in db.execute("SELECT * FROM switches")}
    return {name: _setting(kept[name]) if name in kept else None for name in VALUES}


def turn(db, wanted):
    """wanted: {name: setting}; switches it does not name stay as they are."""
    for name, setting in wanted.items():
        db.execute("DELETE FROM switches WHERE name = ?", (name,))
        if setting:
            values = (name, setting["value"], setting["calls"], setting["times"])
            db.execute("INSERT INTO switches VALUES (?, ?, ?, ?)", values)


def turn_all_off(db):
    db.execute("DELETE FROM switches")


def applies(setting, call):
    return bool(setting) and (setting["calls"] is None or call in setting["calls"])


def use(db, name, call):
    """The value if the switch is on for this call, else None; counts down its times."""
    setting = state(db)[name]
    if not applies(setting, call):
        return None
    if setting["times"] == 1:
        db.execute("DELETE FROM switches WHERE name = ?", (name,))
    elif setting["times"]:
        db.execute("UPDATE switches SET times = times - 1 WHERE name = ?", (name,))
    return setting["value"]


def checked(wanted):
    """The settings as `turn` takes them; refuses what makes no sense."""
    if not isinstance(wanted, dict):
        raise Refusal(400, "Expected a JSON object of switches.")
    return {name: _checked(name, setting) for name, setting in wanted.items()}


def _checked(name, setting):
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
    return {"value": value, "calls": calls and json.dumps(calls), "times": times}


def _are_calls(calls):
    return calls is None or (isinstance(calls, list) and calls and all(c in CALLS for c in calls))


def _is_count(times):
    return times is None or (type(times) is int and 1 <= times <= 1_000_000)


def _setting(row):
    on_off = row["name"] not in ("latency_ms", "refuse")
    return {
        "value": bool(row["value"]) if on_off else row["value"],
        "calls": row["calls"] and json.loads(row["calls"]),
        "times": row["times"],
    }
