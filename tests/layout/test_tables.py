"""A table belongs to one feature. Where another one touches it, that stands here with its reason.

Each of these ties is one that an architecture of several databases has to cut.
"""

import ast

import pytest

from .house import FEATURES, SERVICES, below, calls, in_features, python_files, unused

ROOM = "stage1-monolith/shop"

# (feature, another's table): why it is touched.
TIES = {
    ("cart", "users"): "a cart goes with its owner",
    ("cart", "products"): "a line names something that is sold here",
    ("notifications", "users"): "messages go with their reader; nobody writes to who has left",
    ("notifications", "orders"): "a message is about an order",
    ("payments", "orders"): "a payment is for an order",
}


def tables(files):
    """{table: its feature}; a table that is made twice is an error."""
    found = {}
    for path, feature, _ in in_features(files):
        for name in _first_words(files[path], "Table"):
            assert name not in found, f"{path}: {name} is made twice"
            found[name] = feature
    return found


def ties(files):
    """{(feature, table of another one)}: by a foreign key or by a query."""
    owners = tables(files)
    return {
        (feature, table)
        for path, feature, _ in in_features(files)
        for table in _named(files[path])
        if owners.get(table, feature) != feature
    }


def _named(text):
    keys = {name.split(".")[0] for name in _first_words(text, "ForeignKey")}
    return keys | set(_first_words(text, "table"))


def _first_words(text, function):
    """The first argument of each call of that name, where it is a literal."""
    for call in calls(text):
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        if name == function and call.args and isinstance(call.args[0], ast.Constant):
            yield call.args[0].value


def test_each_table_is_in_one_feature():
    assert set(tables(below(python_files(), ROOM)).values()) == set(FEATURES)
    of_services = set(tables(below(python_files(), SERVICES)).values())
    assert of_services == set(FEATURES) - {"cart"}  # carts are in Valkey


def test_a_feature_touches_anothers_tables_only_with_a_reason():
    found = ties(below(python_files(), ROOM))
    assert found - set(TIES) == set()
    assert unused(set(TIES), found) == []
    assert all(TIES.values())


def test_a_service_touches_nobody_elses_tables():
    """They are in another database: not even a foreign key could reach them."""
    assert ties(below(python_files(), SERVICES)) == set()


@pytest.mark.parametrize("room", [ROOM, SERVICES])
def test_a_tie_is_found(room):
    users = {f"{room}/accounts/store.py": "users = sa.Table('users', metadata)"}
    for text in ("sa.ForeignKey('users.id')", "people = sa.table('users', sa.column('id'))"):
        files = {**users, f"{room}/orders/store.py": text}
        assert ties(files) == {("orders", "users")}
    assert ties({**users, f"{room}/accounts/sessions.py": "sa.ForeignKey('users.id')"}) == set()
