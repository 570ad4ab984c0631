"""A follower or a mover that was frozen reaches the carts when the new side already holds them."""

import pytest

from move import carts
from move.authority import State

PERSON, DOCUMENT = "p", '{"id": "c", "version": 0, "lines": []}'


@pytest.fixture
def held(sides):
    """One cart, held by the new side."""
    carts.begin()
    carts.write({PERSON: DOCUMENT}, [])
    assert carts.flip(carts.state(), "new")


@pytest.mark.parametrize(
    "late",
    [
        lambda: carts.write({PERSON: "{}"}, []),
        lambda: carts.write({}, [PERSON]),
        carts.empty,
        carts.end,
        carts.begin,
    ],
    ids=["write", "delete", "empty", "end", "begin"],
)
def test_it_changes_nothing(held, late):
    late()
    assert list(carts.read([PERSON])) == [PERSON] and carts.read([PERSON])[PERSON]["id"] == "c"
    assert carts.state().holder == "new"


def test_an_epoch_is_never_used_twice(sides):
    carts.begin()
    first = carts.state()
    carts.end()
    carts.begin()
    assert carts.state() == State("old", first.epoch + 1)
