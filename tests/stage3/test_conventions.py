"""What a rejected request leaves in the log, to find out why."""

import json
import logging
from types import SimpleNamespace

import pytest
from chalice.app import CaseInsensitiveMapping, MultiDict

from chalicelib import conventions, db, http


@pytest.fixture
def lines(caplog):
    """What was written, by event."""
    caplog.set_level(logging.INFO, logger="shop.events")
    return lambda: {line["event"]: line for line in map(json.loads, caplog.messages)}


def answer_to(view, path="/api/v1/x", headers=None, query=None):
    entry = {"GET": SimpleNamespace(view_function=view)}
    context = {"path": path}
    request = SimpleNamespace(
        headers=CaseInsensitiveMapping(headers or {}),
        method="GET",
        path="/v1/x",
        context=context,
        query_params=MultiDict(query) if query else None,
    )
    return conventions._answer({"/v1/x": entry}, request, None)


def test_a_race_that_was_lost_is_a_conflict_and_is_written_down(lines):
    def lose():
        raise db.Lost

    answer = answer_to(lose)
    assert answer.status_code == 409
    assert lines()["race"]["request_id"] == answer.headers["X-Request-ID"]


def test_a_bug_is_written_down_with_its_place(lines):
    def break_down():
        raise RuntimeError

    assert answer_to(break_down).status_code == 500
    assert "in break_down" in lines()["bug"]["traceback"]


def shown():
    return http.answer({"id": "7"})


@pytest.mark.parametrize(
    ("path", "headers", "query"),
    [
        ("/api/v2/x", None, None),
        ("/api/x", {"api-version": "2"}, None),
        ("/api/x", None, {"version": ["2"]}),
    ],
)
def test_a_call_of_version_2_is_written_down_as_such(lines, path, headers, query):
    answer = answer_to(shown, path, headers, query)
    assert answer.status_code == 200
    assert "Deprecation" not in answer.headers
    assert ("Vary" in answer.headers) == (path == "/api/x")
    line = lines()["request"]
    assert (line["path"], line["version"]) == (path, "2")


def test_version_1_has_an_end(lines):
    answer = answer_to(shown)
    assert answer.headers["Link"] == '</api/v2/x>; rel="successor-version"'
    assert {"Deprecation", "Sunset"} <= set(answer.headers)
    assert lines()["request"]["version"] == "1"


@pytest.mark.parametrize(
    ("query", "status"), [(None, 400), ({"version": ["1", "2"]}, 400), ({"version": ["3"]}, 404)]
)
def test_without_a_version_no_view_is_called(lines, query, status):
    answer = answer_to(lambda: pytest.fail("called"), "/api/x", None, query)
    assert answer.status_code == status
    assert json.loads(answer.body)["instance"] == "/api/x"
    assert lines()["request"]["version"] == "none"
