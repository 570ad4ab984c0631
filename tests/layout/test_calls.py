"""Every call to another process has a time-out, and every transaction a name of its own."""

import ast
import importlib
from collections import Counter

import pytest

from .house import ROOMS, below, calls, libraries, nodes, parsed, python_files, stages

VERBS = {"request", "get", "head", "options", "post", "put", "patch", "delete"}


def without_timeout(files):
    """Calls of requests, or of a session of it, that could wait for ever."""
    return [
        f"{path}:{call.lineno}"
        for path, text in files.items()
        if "requests" in libraries(text)
        for call in calls(text)
        if _is_outbound(call) and "timeout" not in {word.arg for word in call.keywords}
    ]


def _is_outbound(call):
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in VERBS:
        return False
    receiver = ast.unparse(call.func.value)
    return receiver == "requests" or "session" in receiver.lower()


# Clients that wait for ever unless they are told otherwise when they are made.
PATIENCE = {
    "aiohttp.ClientSession": "timeout",
    "Redis.from_url": "socket_timeout",
    "psycopg.connect": "connect_timeout",
}


def clients_that_wait_for_ever(files):
    return [
        f"{path}:{call.lineno}"
        for path, text in files.items()
        for call in calls(text)
        for made, word in PATIENCE.items()
        if ast.unparse(call.func).endswith(made)
        if word not in {given.arg for given in call.keywords}
    ]


def disguised_sessions(files):
    """A session must be called one, or its calls would not be recognised above."""
    return [
        f"{path}:{node.lineno}"
        for path, text in files.items()
        if "requests.Session(" in text or "requests.session(" in text
        for node in nodes(text)
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.Return | ast.With)
        and any(_makes_session(call) for call in calls(_head(node)))
        and "session" not in _head(node).replace("requests.Session", "").lower()
    ]


def _head(node):
    if isinstance(node, ast.With):
        return "; ".join(ast.unparse(item).replace(" as ", " == ") for item in node.items)
    return ast.unparse(node).removeprefix("return ")


def _makes_session(call):
    return ast.unparse(call.func) in ("requests.Session", "requests.session")


def names_of_transactions(files):
    """Of one stage: names as written, or as the callers of a function give them to it."""
    for path, text in files.items():
        for function, call in _with_their_function(parsed(text)):
            if ast.unparse(call.func) == "db.transaction":
                name = call.args[0]
                if isinstance(name, ast.Constant):
                    yield name.value
                else:
                    yield from _given_by_callers(files, path, function, name)


def _with_their_function(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield from ((node, call) for call in ast.walk(node) if isinstance(call, ast.Call))


def _given_by_callers(files, path, function, name):
    position = [argument.arg for argument in function.args.args].index(ast.unparse(name))
    found = [
        _constant(call.args[position], text)
        for text in files.values()
        for call in calls(text)
        if ast.unparse(call.func).split(".")[-1] == function.name
        and ast.unparse(call.args[position]) != ast.unparse(name)  # itself, once more
    ]
    assert found, f"{path}: who calls {function.name}, and with which name of a transaction?"
    yield from found


def _constant(node, text):
    """What a literal, or an attribute of a module of shop_rules, is."""
    if isinstance(node, ast.Constant):
        return node.value
    alias, _, attribute = ast.unparse(node).partition(".")
    for statement in nodes(text):
        if isinstance(statement, ast.ImportFrom) and statement.module == "shop_rules":
            for imported in statement.names:
                if alias == (imported.asname or imported.name):
                    return getattr(
                        importlib.import_module(f"shop_rules.{imported.name}"), attribute
                    )
    raise AssertionError(f"{ast.unparse(node)}: a transaction's name must be a constant")


def used_twice(files):
    counted = Counter(names_of_transactions(files))
    return sorted(name for name, times in counted.items() if times > 1)


def test_every_outbound_call_has_a_timeout():
    assert without_timeout(python_files()) == []


@pytest.mark.parametrize(
    "call",
    [
        "requests.get(url)",
        "requests.post(url, json={}, allow_redirects=False)",
        "session.get(url)",
        "self._session.request('GET', url)",
        "_session().delete(url)",
        "requests.Session().get(url)",
        "def f(**more):\n    return requests.put(url, **more)",
    ],
)
def test_a_call_without_timeout_is_found(call):
    assert len(without_timeout({"x.py": f"import requests\n{call}"})) == 1


@pytest.mark.parametrize(
    "call", ["requests.get(url, timeout=1)", "answer.json().get('x')", "session.close()"]
)
def test_a_call_with_timeout_or_of_something_else_is_not(call):
    assert without_timeout({"x.py": f"import requests\n{call}"}) == []


def test_each_client_is_made_with_a_timeout():
    assert clients_that_wait_for_ever(stages(python_files())) == []


def test_a_client_made_without_a_timeout_is_found():
    for made in ("aiohttp.ClientSession()", "redis.asyncio.Redis.from_url(url)"):
        assert len(clients_that_wait_for_ever({"x.py": made})) == 1
    assert clients_that_wait_for_ever({"x.py": "Redis.from_url(url, socket_timeout=1)"}) == []


def test_a_session_is_called_one():
    assert disguised_sessions(python_files()) == []


def test_a_session_of_another_name_is_found():
    for text in ("http = requests.Session()", "with requests.Session() as http: ..."):
        assert len(disguised_sessions({"x.py": text})) == 1
    for text in ("session = requests.Session()", "with requests.Session() as session: ..."):
        assert disguised_sessions({"x.py": text}) == []


@pytest.mark.parametrize("folder", ROOMS.values())
def test_each_name_of_a_transaction_is_used_once(folder):
    assert used_twice(below(stages(python_files()), folder)) == []


def test_the_names_of_stage_1_are_all_found():
    names = set(names_of_transactions(below(python_files(), "stage1-monolith")))
    written = {"place_order", "confirm_order", "sign_up", "store_reference"}
    given = {"sign_in", "change_password", "shipment", "delivery"}
    assert written | given <= names


def test_the_names_of_stage_2_are_all_found():
    names = set(names_of_transactions(below(python_files(), "stage2-services")))
    assert {"place_order", "reserve", "publish", "lease_order", "sign_in", "shipment"} <= names


def test_a_name_used_twice_is_found():
    text = "def f():\n    with db.transaction('x') as tx: ...\n"
    given = "def f(name):\n    with db.transaction(name) as tx: ...\ndef g():\n    f('x')\n"
    assert used_twice({"a.py": text, "b.py": text}) == ["x"]
    assert used_twice({"a.py": text, "b.py": given}) == ["x"]
    assert used_twice({"a.py": text, "b.py": given.replace("'x'", "'y'")}) == []


def test_a_name_made_up_on_the_way_is_found():
    text = "def f(a, b):\n    with db.transaction(b) as tx: ...\ndef g(x):\n    f(1, x + 'y')\n"
    with pytest.raises(AssertionError, match="must be a constant"):
        used_twice({"a.py": text})
