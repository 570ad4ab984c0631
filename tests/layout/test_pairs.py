"""The same file in two stages has the same public functions: what differs is inside them."""

import ast
from itertools import combinations

from .house import ROLES, ROOMS, in_features, parsed, place, python_files, unused
from .unpaired import UNPAIRED


def public_functions(text):
    return {
        node.name
        for node in parsed(text).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }


def by_room(files):
    """{room: {feature/name: public functions}}"""
    found = {room: {} for room in ROOMS}
    for path, feature, name in in_features(files):
        found[place(path)[0]][f"{feature}/{name}"] = public_functions(files[path])
    return found


def alone(files):
    """{(file, function): the stage without it} where a stage has the file, and not all of it."""
    found = by_room(files)
    return {
        (file, function): room if function in there else other
        for other, room in combinations(found, 2)
        for file, there in found[other].items()
        if file in found[room]
        for function in there ^ found[room][file]
    }


def unpaired(files, but=UNPAIRED):
    """Functions that a stage has and another, with the same file, has not."""
    return [
        f"{file}: {function} is not in {room}"
        for (file, function), room in sorted(alone(files).items())
        if (file, function) not in but
    ]


def test_public_functions_pair_across_stages():
    assert unpaired(python_files()) == []
    assert all(UNPAIRED.values())


def test_each_exception_is_needed():
    assert unused(set(UNPAIRED), set(alone(python_files()))) == []


def test_stage_1_has_functions_to_pair():
    found = by_room(python_files())["stage1-monolith/shop"]
    assert "place" in found["orders/usecases"]
    assert {file.split("/")[1] for file in found} >= set(ROLES)


def test_a_function_without_pair_is_found():
    files = {
        "stage1-monolith/shop/cart/usecases.py": "def put(): ...\ndef show(): ...\n",
        "stage2-services/cart/usecases.py": "def put(): ...\ndef add(): ...\ndef _own(): ...\n",
    }
    one, two = "stage1-monolith/shop", "stage2-services"
    expected = [f"cart/usecases: add is not in {one}", f"cart/usecases: show is not in {two}"]
    assert sorted(unpaired(files)) == expected
    assert unpaired(files, {("cart/usecases", "add"): "why", ("cart/usecases", "show"): "y"}) == []


def test_a_file_that_only_one_stage_has_needs_no_pair():
    files = {
        "stage1-monolith/shop/cart/usecases.py": "def put(): ...\n",
        "stage3-serverless/chalicelib/cart/tasks.py": "def later(): ...\n",
    }
    assert unpaired(files) == []
