"""A refusal is short, however much is wrong with the request."""

import json

import pytest

from shop_rules import bodies, json_bodies, problems
from shop_rules.errors import Invalid, NotFound, from_problem


def refused(content):
    with pytest.raises(Invalid) as caught:
        bodies.checked(bodies.CartItem, content)
    return caught.value.as_problem("/api/v1/x", "request-1")


@pytest.mark.parametrize("unknown", [1, 20])
def test_up_to_twenty_problems_are_all_listed(unknown):
    problem = refused({"quantity": 1, **{f"field{n}": 1 for n in range(unknown)}})
    assert len(problem["errors"]) == unknown
    assert problem["detail"] == "The body does not have the form this operation takes."


def test_of_more_problems_the_first_twenty_are_listed_and_all_are_counted():
    problem = refused({"quantity": "1", **{f"field{n}": 1 for n in range(20)}})
    assert len(problem["errors"]) == problems.MOST_LISTED == 20
    assert problem["errors"][0]["pointer"] == "/quantity"
    assert "21 problems" in problem["detail"]


def test_the_count_survives_the_way_through_a_neighbour():
    problem = refused({f"field{n}": 1 for n in range(30)})
    assert from_problem(problem).as_problem("/api/v1/x", "request-1") == problem


@pytest.mark.parametrize("name", ["", "x" * 100, "ä" * 100, "/" * 100])
def test_a_field_name_of_a_hundred_characters_is_repeated_whole(name):
    assert problems.pointer(("a", name)) == "/a/" + name.replace("/", "~1")


@pytest.mark.parametrize("name", ["x" * 101, "ä" * 200_000])
def test_a_longer_field_name_is_cut(name):
    assert problems.pointer(("a", name)) == f"/a/{name[:100]}…"


@pytest.mark.parametrize("sign", ["x", "~", "/", "\ud800", "\0", "😀"])
@pytest.mark.parametrize("fields", [1, 2_000])
def test_no_body_gets_a_refusal_larger_than_a_page(sign, fields):
    longest = json_bodies.MAX_BYTES // fields
    problem = refused({f"{n}{sign * longest}": 1 for n in range(fields)})
    assert len(json.dumps(problem)) < 32_000


def test_a_path_of_two_thousand_characters_is_repeated_whole():
    path = "/" + "x" * (problems.LONGEST_PATH - 1)
    assert NotFound().as_problem(path, "r")["instance"] == path


@pytest.mark.parametrize("before", [0, 1, 2])
def test_a_longer_path_is_cut_between_two_escapes(before):
    instance = NotFound().as_problem("/" + "x" * before + "%C3%A9" * 20_000, "r")["instance"]
    assert len(instance) in range(problems.LONGEST_PATH - 2, problems.LONGEST_PATH + 1)
    assert instance.endswith(("%C3", "%A9"))
