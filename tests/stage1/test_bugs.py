"""A bug of ours shows a client nothing of us, and us where to look."""

import json
import logging

import pytest

from shop import sweep
from shop.config import BASE
from shop_rules.errors import ShopError

SECRET = "the password is swordfish"


def _break():
    raise RuntimeError(SECRET)


def _break_without_words():
    raise ShopError


@pytest.fixture
def answer(open_shop):
    app = open_shop()
    app.add_url_rule(f"{BASE}/broken", view_func=_break)
    app.add_url_rule(f"{BASE}/wordless", view_func=_break_without_words)
    return lambda path: app.test_client().get(
        f"{BASE}{path}", headers={"X-Request-ID": "look-here"}
    )


def test_a_bug_is_an_internal_error_in_the_form_of_every_refusal(answer):
    problem = answer("/broken")
    assert (problem.status_code, problem.content_type) == (500, "application/problem+json")
    content = problem.json
    assert content.pop("detail")
    assert content == {
        "type": "urn:shop:problem:internal",
        "title": "Internal error",
        "status": 500,
        "instance": f"{BASE}/broken",
        "success": False,
        "request_id": "look-here",
    }


def test_a_bug_shows_no_internals(answer):
    shown = answer("/broken").text + str(answer("/broken").headers)
    for inside in (SECRET, "RuntimeError", "Traceback", "test_bugs", "_break", ".py"):
        assert inside not in shown


def test_a_bug_has_the_headers_of_every_answer(answer):
    headers = answer("/broken").headers
    assert headers["X-Request-ID"] == "look-here"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


def test_a_bug_is_written_down_with_its_request_and_its_place(answer, monkeypatch):
    records = []
    handler = logging.Handler()
    handler.emit = records.append
    monkeypatch.setattr(logging.getLogger("shop"), "handlers", [handler])
    answer("/broken")
    bug, request = [json.loads(record.getMessage()) for record in records]
    assert (bug["event"], bug["level"], bug["request_id"]) == ("bug", "error", "look-here")
    assert SECRET in bug["traceback"]
    assert "in _break" in bug["traceback"]
    assert (request["event"], request["status"]) == ("request", 500)


def test_a_bug_in_the_sweep_is_written_down_with_its_place(monkeypatch):
    records = []
    handler = logging.Handler()
    handler.emit = records.append
    monkeypatch.setattr(logging.getLogger("shop"), "handlers", [handler])
    sweep._try(_break)
    failed = json.loads(records[0].getMessage())
    assert (failed["event"], failed["work"]) == ("sweep failed", "_break")
    assert SECRET in failed["traceback"] and "in _break" in failed["traceback"]


def test_an_error_without_words_has_words_for_the_client(answer):
    assert answer("/wordless").json["detail"] == "Internal error"


def test_the_next_request_is_answered(answer):
    answer("/broken")
    assert answer("/health").status_code == 200
