"""`shared/move` depends on both stages, and no stage depends on it."""

import pytest

from .house import BESIDE_SERVICES, FEATURES, SERVICES, below, libraries, python_files, stages

MOVE, EXERCISES = "shared/move", "docs/exercises/7."
# A variant that moves rows from one database to another, in a process of its own.
RESHARDING = "docs/variants/sharded-orders/overlay/stage2-services/resharding/"
# What only a move may import besides the stages themselves, the course's listings and the tests.
BOTH = {"shop", *FEATURES, *BESIDE_SERVICES}


def reaching_into_stages(files):
    """The files of shared/ that import a stage."""
    return sorted(
        path
        for path, text in below(files, "shared").items()
        if libraries(text) & BOTH and not path.startswith(f"{MOVE}/")
    )


def standing_on_move(files):
    """The files of the stages, of shared/ and of docs/ that import the move, but for the tests of
    the exercises that change it, and a variant that is made of it."""
    return sorted(
        path
        for path, text in {**stages(files), **below(files, "shared", "docs")}.items()
        if "move" in libraries(text) and not path.startswith((f"{MOVE}/", EXERCISES, RESHARDING))
    )


def test_in_shared_only_the_move_imports_a_stage():
    assert reaching_into_stages(python_files()) == []
    assert any(libraries(text) & BOTH for text in below(python_files(), MOVE).values())


@pytest.mark.parametrize("text", ["import shop.db", "from catalog import store", "import gateway"])
def test_another_that_imports_a_stage_is_found(text):
    assert reaching_into_stages({"shared/local/x.py": text}) == ["shared/local/x.py"]
    assert reaching_into_stages({f"{MOVE}/x.py": text}) == []


def test_nothing_imports_the_move():
    assert standing_on_move(python_files()) == []


def test_whoever_imports_the_move_is_found():
    for path in (f"{SERVICES}/catalog/app.py", "stage1-monolith/shop/db.py", "shared/local/x.py"):
        assert standing_on_move({path: "from move import units"}) == [path]
