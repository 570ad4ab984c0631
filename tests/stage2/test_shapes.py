"""The shapes the services name are what contracts/ holds: the same fields, of the same types."""

import re
from types import NoneType, UnionType
from typing import Literal, NewType, Union, get_args, get_origin, get_type_hints, is_typeddict

import pytest

from chassis import shapes

from . import contracts

ID = "[0-9a-f-]{36}"
# {what is asked: (the shape of the body, the shape of the answer's data)}
ASKED = {
    rf"GET /sessions/{ID}": (None, shapes.Session),
    rf"GET /people/{ID}": (None, shapes.Person),
    rf"PUT /people/{ID}/visitor": (None, shapes.Visitor),
    rf"GET /products\?ids={ID}": (None, list[shapes.ProductToBuy]),
    rf"GET /stock\?ids={ID}": (None, dict[str, int]),
    rf"PUT /stock/{ID}": (None, None),
    rf"GET /carts/{ID}": (None, shapes.CartToBuy),
    rf"POST /carts/{ID}/renewal": (shapes.Renewal, None),
    rf"PUT /reservations/{ID}": (shapes.Reservation, shapes.Reserved),
    rf"POST /reservations/{ID}/(sale|release|return)": (None, None),
    rf"PUT /charges/{ID}": (shapes.Charge, shapes.Charged),
    rf"PUT /refunds/{ID}": (None, shapes.Refunded),
}
EVENTS = {"orders": shapes.OrderEvent, "stock": shapes.StockEvent, "people": shapes.PersonEvent}
ALL = contracts.all_of_them()


def faults(shape, value, where="it"):
    """What of a value is not as the shape says, a line each."""
    if isinstance(shape, NewType):
        return faults(shape.__supertype__, value, where)
    if is_typeddict(shape):
        return _of_fields(get_type_hints(shape), value, where)
    kind, parts = get_origin(shape), get_args(shape)
    if kind is Literal:
        return [] if value in parts else [f"{where} is {value!r}, none of {parts}"]
    if kind in (Union, UnionType):
        return min((faults(part, value, where) for part in parts), key=len)
    if kind is list and type(value) is list:
        return [fault for each in value for fault in faults(parts[0], each, f"{where}[]")]
    if kind is dict and type(value) is dict:
        return [fault for each in value.values() for fault in faults(parts[1], each, where)]
    fits = type(value) is (NoneType if shape is None else shape)
    return [] if fits else [f"{where} is {value!r}, not of {shape}"]


def _of_fields(hints, value, where):
    if type(value) is not dict or value.keys() != hints.keys():
        return [f"{where} is {value!r}, and not {sorted(hints)}"]
    return [
        fault
        for name, hint in hints.items()
        for fault in faults(hint, value[name], f"{where}.{name}")
    ]


def asked(promise):
    fitting = [
        named
        for rule, named in ASKED.items()
        if re.fullmatch(rule, f"{promise.method} {promise.path}")
    ]
    assert len(fitting) == 1
    return fitting[0]


@pytest.mark.parametrize("promise", ALL, ids=str)
def test_what_is_asked_and_answered_has_its_shape(promise):
    body, data = asked(promise)
    assert faults(body, promise.body) == []
    if "problem" not in promise.response:
        assert faults(data, promise.response.get("data")) == []


@pytest.mark.parametrize("stream", EVENTS)
def test_an_event_has_its_shape(stream):
    assert faults(EVENTS[stream], contracts.events()[stream]["told"]) == []


def test_every_shape_is_compared():
    def within(shape):
        inner = get_type_hints(shape).values() if is_typeddict(shape) else get_args(shape)
        return {shape}.union(*map(within, inner))

    named = {value for value in vars(shapes).values() if is_typeddict(value)}
    compared = [shape for pair in ASKED.values() for shape in pair] + list(EVENTS.values())
    assert named <= set().union(*map(within, compared))
    assert set(EVENTS) == set(contracts.events())
    assert all(
        any(re.fullmatch(rule, f"{each.method} {each.path}") for each in ALL) for rule in ASKED
    )


@pytest.mark.parametrize(
    ("shape", "value"),
    [
        (shapes.Reserved, {"reserved": 1}),
        (shapes.Reserved, {"reserved": True, "more": None}),
        (shapes.Reserved, {}),
        (shapes.Reserved, None),
        (shapes.Charged, {"outcome": "paid"}),
        (shapes.Reservation, {"lines": [{"product_id": None, "quantity": 2}]}),
        (dict[str, int], {"a": None}),
        (None, {}),
    ],
)
def test_a_value_of_another_shape_is_found(shape, value):
    assert len(faults(shape, value)) == 1


@pytest.mark.parametrize("outcome", [None, "captured"])
def test_a_value_that_may_be_none_fits_both_ways(outcome):
    assert faults(shapes.Charged, {"outcome": outcome}) == []
