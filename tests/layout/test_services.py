"""A service knows itself, the chassis and the rules. Its neighbours it reaches over HTTP and by
events, and only from peers.py."""

import ast

import pytest

from .house import (
    BESIDE_SERVICES,
    FEATURES,
    SERVICES,
    absolute_imports,
    below,
    calls,
    parsed,
    place,
    python_files,
    relative_imports,
)

PLACES = {*FEATURES, *BESIDE_SERVICES}
DOORS = {"calls.call", "outbox.add_event"}
# Alembic loads it by its path, as a script: there `from .. import` does not work.
SCRIPTS = {f"{SERVICES}/chassis/migrations/env.py"}


def strangers(files):
    """The services that import more than themselves and the chassis, which imports itself only."""
    return [
        f"{path}: knows {other}"
        for path, text in below(files, SERVICES).items()
        for other in sorted(_known(path, text))
    ]


def _known(path, text):
    """Imported by full name, or relatively from outside its own folder."""
    own = place(path)[1][0]
    allowed = set() if own == "chassis" and path not in SCRIPTS else {"chassis"}
    absolute = {name.split(".")[0] for name, _ in absolute_imports(text)} & PLACES
    return (absolute - allowed) | ({far[0] for far in relative_imports(path, text)} - {own})


def ways_past_the_door(files):
    return [
        f"{path}:{call.lineno}"
        for path, text in below(files, *(f"{SERVICES}/{name}" for name in FEATURES)).items()
        if not path.endswith("/peers.py")
        for call in calls(text)
        if ast.unparse(call.func) in DOORS
    ]


def doors_by_another_name(files):
    """`from chassis.calls import call` would not be recognised above."""
    return [
        f"{path}:{line}: {name}"
        for path, text in below(files, SERVICES).items()
        for name, line in absolute_imports(text)
        if name in ("chassis.calls", "chassis.outbox")
    ]


def test_no_service_knows_another_and_the_chassis_knows_none():
    assert strangers(python_files()) == []


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("catalog", "import orders"),
        ("catalog", "from orders.store import get"),
        ("catalog", "from ..orders import store"),
        ("catalog", "from .. import orders"),
        ("catalog", "from ..chassis import db"),
        ("catalog", "def late():\n    import orders.usecases as others"),
        ("catalog", "from catalog import store"),
        ("catalog", "import gateway.routing"),
        ("gateway", "from catalog import store"),
        ("chassis", "from accounts import store"),
        ("chassis", "from ..accounts import store"),
        ("chassis", "from chassis import db"),
    ],
)
def test_who_knows_too_much_is_found(place, text):
    path = f"{SERVICES}/{place}/peers.py"
    assert len(strangers({path: text})) == 1


@pytest.mark.parametrize(
    "text",
    [
        "from chassis import calls",
        "from chassis.config import BASE",
        "from . import store",
        "from .store import orders",
        "from shop_rules import orders as rules",
    ],
)
def test_a_service_may_know_itself_the_chassis_and_the_rules(text):
    assert strangers({f"{SERVICES}/catalog/usecases.py": text}) == []


def test_only_peers_calls_a_neighbour_or_tells_it_something():
    assert ways_past_the_door(python_files()) == []
    assert doors_by_another_name(python_files()) == []


@pytest.mark.parametrize(
    "text", ["calls.call('cart', 'GET', '/carts')", "outbox.add_event(tx, 'orders')"]
)
def test_a_way_past_the_door_is_found(text):
    for role in ("usecases", "tasks", "app", "worker"):
        assert len(ways_past_the_door({f"{SERVICES}/orders/{role}.py": text})) == 1
    assert ways_past_the_door({f"{SERVICES}/orders/peers.py": text}) == []


def test_a_door_by_another_name_is_found():
    for text in ("from chassis.calls import call", "import chassis.outbox as told"):
        assert len(doors_by_another_name({f"{SERVICES}/orders/usecases.py": text})) == 1


def test_the_chassis_says_what_is_in_it():
    files = below(python_files(), f"{SERVICES}/chassis")
    there = {place(path)[1][1] for path in files} - {"__init__", "migrations"}
    lines = ast.get_docstring(parsed(files[f"{SERVICES}/chassis/__init__.py"])).splitlines()
    assert {name for name in there if any(name in line.split() for line in lines)} == there
