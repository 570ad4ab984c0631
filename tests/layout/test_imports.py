"""Who may import whom."""

import pytest

from .house import (
    absolute_imports,
    features_imported,
    in_features,
    libraries,
    place,
    python_files,
    roles,
    stages,
    unused,
)

# Libraries a role does without: each stays the business of one kind of file.
STORAGE = {"sqlalchemy", "alembic", "psycopg", "boto3", "botocore", "redis"}
WEB = {"flask", "werkzeug", "chalice"}
WIRE = {"requests"}
QUEUE = {"celery"}
WITHOUT = {
    "routes": STORAGE | WIRE | QUEUE,
    "usecases": STORAGE | WEB | WIRE | QUEUE,
    "store": WEB | WIRE | QUEUE,
    "peers": STORAGE | WEB | QUEUE,
    "tasks": WEB | WIRE,
}

# Beside the features, and reaching into them: each with its reason.
REACH_INTO_FEATURES = {
    "stage1-monolith/shop/app.py": "assembles",
    "stage1-monolith/shop/auth.py": "who is asking is known to accounts",
    "stage1-monolith/shop/commands.py": "seeds through the front door of each feature",
    "stage1-monolith/shop/operations.py": "asks each dependency whether it is there",
    "stage1-monolith/shop/sweep.py": "calls each feature's unfinished work",
    "stage1-monolith/shop/tables.py": "collects all tables for the migrations",
    "stage3-serverless/chalicelib/auth.py": "who is asking is known to accounts",
    "stage3-serverless/chalicelib/commands.py": "seeds through the front door of each feature",
    "stage3-serverless/chalicelib/operations.py": "asks each dependency whether it is there",
}
OTHER_HTTP_LIBRARIES = {"urllib3", "httpx", "http", "aiohttp"}
# {library: (the one place it is for, the reason)}
HTTP_LIBRARY_OF_A_PLACE = {
    "aiohttp": ("stage2-services/gateway", "one event loop that waits for many at a time"),
}


def wrong_libraries(files):
    return [
        f"{path}: {library} is not for {role}"
        for path, role in roles(files)
        for library in sorted(libraries(files[path]) & WITHOUT[role])
    ]


def ways_round_the_door(files):
    """peers.py is the only door to other features."""
    return [
        f"{path}: reaches into {feature}"
        for path, _, name in in_features(files)
        if name != "peers"
        for feature in features_imported(path, files[path])
    ]


def reaching_in(files):
    """Files beside the features that import them."""
    features = {path for path, _, _ in in_features(files)}
    return {
        path
        for path in files.keys() - features
        if place(path)[0] and features_imported(path, files[path])
    }


def absolute_inside(files):
    """Inside a stage imports are relative, and nothing outside but shop_rules is known."""
    own = {"shop", "chalicelib", "stage1", "tests", "local", "move", "payment_sandbox"}
    return [
        f"{path}:{line}: {name}"
        for path, text in files.items()
        if place(path)[0]
        for name, line in absolute_imports(text)
        if name.split(".")[0] in own
    ]


def other_http_libraries(files):
    return [
        f"{path}:{line}: {name}"
        for path, text in files.items()
        for name, line in absolute_imports(text)
        if name.split(".")[0] in OTHER_HTTP_LIBRARIES or name == "urllib.request"
        if not _is_in_its_place(path, name)
    ]


def _is_in_its_place(path, name):
    where, _ = HTTP_LIBRARY_OF_A_PLACE.get(name.split(".")[0], ("", ""))
    return bool(where) and path.startswith(f"{where}/")


def test_each_role_does_without_what_is_others_business():
    assert wrong_libraries(python_files()) == []


@pytest.mark.parametrize(
    ("role", "text"),
    [
        ("routes", "import sqlalchemy as sa"),
        ("routes", "from requests import get"),
        ("routes", "def late():\n    import celery.result"),
        ("usecases", "from flask import request"),
        ("store", "import requests"),
        ("peers", "from sqlalchemy import orm"),
        ("tasks", "from flask import g"),
    ],
)
def test_a_wrong_library_is_found(role, text):
    path = f"stage2-services/orders/{role}.py"
    assert len(wrong_libraries({path: text})) == 1


def test_only_peers_reaches_into_other_features():
    assert ways_round_the_door(python_files()) == []


@pytest.mark.parametrize(
    "text",
    [
        "from ..orders import store",
        "from .. import orders",
        "from ..orders.store import add",
        "def late():\n    from .. import db, orders",
    ],
)
def test_a_way_round_the_door_is_found(text):
    room = "stage1-monolith/shop"
    for role in ("store", "usecases", "routes", "tasks"):
        path = f"{room}/cart/{role}.py"
        assert ways_round_the_door({path: text}) == [f"{path}: reaches into orders"]
    assert ways_round_the_door({f"{room}/cart/peers.py": text}) == []
    assert ways_round_the_door({f"{room}/orders/usecases.py": text}) == []


def test_what_stands_beside_the_features_reaches_into_them_only_with_a_reason():
    assert reaching_in(python_files()) == set(REACH_INTO_FEATURES)
    assert all(REACH_INTO_FEATURES.values())


def test_a_file_that_reaches_into_a_feature_is_found():
    path = "stage1-monolith/shop/telemetry.py"
    assert reaching_in({path: "from .orders import store"}) == {path}
    assert reaching_in({path: "from . import db"}) == set()


def test_inside_a_stage_imports_are_relative():
    assert absolute_inside(python_files()) == []


def test_an_absolute_import_inside_a_stage_is_found():
    for text in ("import shop.db", "from shop import db", "from payment_sandbox import app"):
        assert len(absolute_inside({"stage1-monolith/shop/cart/store.py": text})) == 1


def test_the_http_library_of_the_stages_is_requests():
    assert other_http_libraries(stages(python_files())) == []


def test_another_http_library_is_found():
    for text in ("import httpx", "from urllib.request import urlopen", "import http.client"):
        assert len(other_http_libraries({"stage1-monolith/shop/x.py": text})) == 1
    assert other_http_libraries({"stage1-monolith/shop/x.py": "from . import http"}) == []


def test_aiohttp_is_for_the_gateway_only():
    for where in ("stage2-services/chassis", "stage2-services/cart", "stage1-monolith/shop"):
        assert len(other_http_libraries({f"{where}/x.py": "import aiohttp"})) == 1
    assert other_http_libraries({"stage2-services/gateway/x.py": "import aiohttp"}) == []
    needed = {
        name
        for path, text in stages(python_files()).items()
        for name in libraries(text)
        if _is_in_its_place(path, name)
    }
    assert unused(set(HTTP_LIBRARY_OF_A_PLACE), needed) == []
    assert all(reason for _, reason in HTTP_LIBRARY_OF_A_PLACE.values())


def test_an_exception_nobody_needs_is_found():
    assert unused({"a", "b"}, {"a"}) == ["b: needs no exception any more"]
