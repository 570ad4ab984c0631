"""The files of the copy, loaded once, twice, and in any order of the days; and two answers."""

import importlib.util
import sqlite3

import pytest

from machinery.exercise import copy_of

FOLDER = copy_of("6.5") / "analysis"
DAYS = [FOLDER / name for name in ("monday.csv", "tuesday.csv", "monday-later.csv")]
EARNED = {"DE": 3970, "FR": 7650, "GB": 2680, "NL": 1990, "": 1290}
WITH_A_TEAPOT = [("-20 °C ice pack", 2), ("Crème mug", 2), ('The "red" cup,\nfor two', 1)]


@pytest.fixture(scope="module")
def answer():
    spec = importlib.util.spec_from_file_location("answer", FOLDER / "answer.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def db():
    with sqlite3.connect(":memory:") as made:
        yield made
    made.close()


def load(answer, db, files):
    for file in files:
        answer.load(db, file)


def test_both_questions_are_answered(answer, db):
    load(answer, db, DAYS)
    assert answer.earned(db) == EARNED
    assert answer.together(db, "Teapot") == WITH_A_TEAPOT


def test_a_second_load_changes_nothing(answer, db):
    load(answer, db, DAYS)
    load(answer, db, DAYS)
    assert answer.earned(db) == EARNED
    assert answer.together(db, "Teapot") == WITH_A_TEAPOT


def test_the_later_export_of_a_day_wins(answer, db):
    load(answer, db, [DAYS[0]])
    assert answer.earned(db)["DE"] == 5260
    load(answer, db, [DAYS[2]])
    assert answer.earned(db)["DE"] == 3970


def test_a_product_that_nobody_bought_goes_with_nothing(answer, db):
    load(answer, db, DAYS)
    assert answer.together(db, "Lamp") == []
