"""What the code of stages 1 and 2 says about an order's states and steps, read without running."""

import ast

from inventory import reservations
from payments import usecases as payments

from shop_rules import orders as rules

from .site import ROOT

ORDERS = ROOT / "stage2-services/orders/usecases.py"
INVENTORY = ROOT / "stage2-services/inventory/usecases.py"
STAGE_1 = ROOT / "stage1-monolith/shop/orders/usecases.py"


def order_moves():
    """{(was, becomes)} of the saga that places an order."""
    moves = set()
    for name in ("_confirm", "_reject"):
        for call in _calls(ORDERS, name, "_move"):
            was, becomes = (_constant(rules, each) for each in call.args[2:4])
            moves |= {(was, becomes)} if was == rules.PENDING else set()
    return moves


def reservation_moves():
    """{step: (was, becomes)}"""
    found = {}
    for step in ("reserve", "sell", "release", "take_back"):
        (call,) = _calls(INVENTORY, step, "move")
        found[step] = tuple(_constant(reservations, each) for each in call.args[2:4])
    return found


def reservation_states():
    return set(reservations.State.__args__)


def first_reservation():
    """The state of a record that has just been inserted."""
    (row,) = (
        node
        for node in ast.walk(_function(ROOT / "stage2-services/inventory/reservations.py", "claim"))
        if isinstance(node, ast.Dict)
    )
    named = {key.value: value for key, value in zip(row.keys, row.values, strict=True)}
    return getattr(reservations, named["status"].id)


def payment_statuses():
    return {"pending", *payments.KNOWN}


def worker_steps():
    """The steps of settle and of what it calls, in the sequence of the text; of two, the last."""
    renew = _peers(ORDERS, "settle")[:1]
    buy = _steps(ORDERS, "_buy")
    return renew + [step for number, step in enumerate(buy) if step not in buy[number + 1 :]]


def request_steps():
    """The steps of place: the transaction is called `place`, and reading the cart `cart`."""
    return [{"_place": "place"}.get(name, name) for name in _steps(ORDERS, "place")]


def peers_of_stage_1(name):
    return _peers(STAGE_1, name)


def _steps(path, name):
    """Calls of peers, and of the functions that make a transaction: confirm, reject, _place."""
    wanted = {"_confirm": "confirm", "_reject": "reject", "_place": "_place"}
    found = []
    for call in _in_sequence(path, name):
        if isinstance(call.func, ast.Attribute) and _of_peers(call):
            found.append(call.func.attr)
        elif isinstance(call.func, ast.Name) and call.func.id in wanted:
            found.append(wanted[call.func.id])
    return found


def _peers(path, name):
    return [call.func.attr for call in _in_sequence(path, name) if _of_peers(call)]


def _of_peers(call):
    holder = getattr(call.func, "value", None)
    return isinstance(holder, ast.Name) and holder.id == "peers"


def _calls(path, function, name):
    """Calls of `name` or of something.name in that function."""
    return [
        call
        for call in _in_sequence(path, function)
        if getattr(call.func, "id", getattr(call.func, "attr", None)) == name
    ]


def _in_sequence(path, function):
    calls = [node for node in ast.walk(_function(path, function)) if isinstance(node, ast.Call)]
    return sorted(calls, key=lambda call: (call.lineno, call.col_offset))


def _function(path, name):
    tree = ast.parse(path.read_text("utf-8"))
    return next(
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == name
    )


def _constant(module, node):
    return getattr(module, node.attr if isinstance(node, ast.Attribute) else node.id)
