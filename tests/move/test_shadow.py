"""Shadow reads: the client gets the old side's answer, and differences are counted."""

import asyncio
import json

import pytest
from gateway.app import Gateway
from gateway.request import Request

from local.data import Data
from local.refusal import Refusal
from move import door, guard, journal, orders, shadow, tally, watching
from shop_rules.errors import Unavailable

from chassis import config as chassis_config

from .test_command import TOLD
from .test_sides import both, moved  # noqa: F401

JSON = [(b"Content-Type", b"application/json"), (b"ETag", b'"1"'), (b"X-Request-ID", b"?")]


def answer(body, status=200, headers=JSON):
    return status, headers, body


class Scripted:
    """Scripted answers of both parts, and a record of what they were asked."""

    def __init__(self, **answers):
        self.answers, self.asked = answers, []

    async def __call__(self, part, request):
        self.asked.append((part, dict(request.headers).get(guard.SHADOW)))
        found = self.answers[part]
        found = found.pop(0) if isinstance(found, list) else found
        if found is None:
            raise Unavailable("away")
        return found


def request(method="GET", **headers):
    return Request(method, "/api/v1/products", "", list(headers.items()), "::1", None)


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("DATA", str(tmp_path / "gateway"))
    monkeypatch.setattr(shadow, "PAUSE", 0)
    chassis_config.config.cache_clear()
    journal.want(tmp_path, {"goals": {}, "paused": False, "shadowed": ["catalog"]})
    yield tmp_path
    chassis_config.config.cache_clear()


@pytest.fixture
def asked(data, monkeypatch):
    """asked(request, shop=…, catalog=…) → (the client's answer, what was asked, the counts)"""

    def ask(given, service="catalog", **answers):
        script = Scripted(**answers)
        monkeypatch.setattr(Gateway, "_forwarded", lambda _, *asked: script(*asked))
        monkeypatch.setattr(door.Door, "_asked", lambda _, *asked: script(*asked))

        async def asking():
            works = door.Door()
            told = await works._forwarded(service, given)
            await works._shadow.end()
            return told, works._tally._now

        told, counted = asyncio.run(asking())
        return told, script.asked, (counted["compared"], counted["differing"])

    return ask


def test_both_sides_are_asked_and_the_client_gets_the_answer_of_the_old(asked):
    old, new = answer(b'{"a": 1, "b": 2}'), answer(b'{"b":2,"a":1}')
    assert asked(request(), shop=old, catalog=new) == (
        old,
        [("shop", None), ("catalog", "1")],
        (1, 0),
    )


@pytest.mark.parametrize(
    "new",
    [
        answer(b'{"a": 2}'),
        answer(b'{"a": 1}', 404),
        answer(b'{"a": 1}', headers=[*JSON[:1], (b"ETag", b'"2"')]),
        answer(b""),
    ],
)
def test_a_difference_that_stays_is_counted_once(asked, new):
    old = answer(b'{"a": 1}')
    told, parts, counted = asked(request(), shop=old, catalog=new)
    assert told == old and counted == (1, 1) and len(parts) == 2 * shadow.TRIES


def test_a_change_that_is_on_its_way_is_no_difference(asked):
    before, after = answer(b'{"a": 1}'), answer(b'{"a": 2}')
    _, _, counted = asked(request(), shop=[after, after], catalog=[before, after])
    assert counted == (1, 0)


def test_the_time_and_the_number_of_a_request_are_no_difference_and_the_next_page_is(asked):
    def page(number, cursor):
        meta = {"timestamp": f"{number}", "request_id": f"{number}", "next_cursor": cursor}
        return answer(json.dumps({"data": [], "meta": meta}).encode())

    assert asked(request(), shop=page(1, "x"), catalog=page(2, "x"))[2] == (1, 0)
    assert asked(request(), shop=page(1, "x"), catalog=page(2, "y"))[2] == (1, 1)


def test_both_sides_make_the_same_of_the_same_rows(moved):  # noqa: F811
    moved.move("ready")
    for path in ("", "?sort=price&limit=1", "/bestsellers", f"/{moved.key}", "/none"):
        old, new = (
            moved.both[side].get(f"/api/v1/products{path}", headers={guard.SHADOW: "1"})
            for side in ("old", "new")
        )
        first, second = (
            shadow._seen((each.status_code, pairs(each.headers), each.data)) for each in (old, new)
        )
        assert first == second


def pairs(headers):
    return [(name.encode(), value.encode()) for name, value in headers.items()]


def test_a_side_that_is_down_is_not_compared(asked):
    assert asked(request(), shop=answer(b"{}"), catalog=None)[2] == (0, 0)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "HEAD"])
def test_what_is_no_read_is_asked_once(asked, method):
    assert asked(request(method), shop=answer(b"{}"), catalog=None)[1] == [("shop", None)]


def test_reads_of_what_is_not_shadowed_are_asked_once(asked, data):
    assert asked(request(), "orders", shop=answer(b"{}"))[1] == [("shop", None)]
    journal.want(data, {"goals": {}, "paused": False})
    assert asked(request(), shop=answer(b"{}"))[1] == [("shop", None)]
    journal.write_journal(data, {"units": {"catalog": "new"}, "told": {}})
    assert asked(request(), catalog=answer(b"{}"))[1] == [("catalog", None)]


def test_a_client_cannot_ask_for_a_shadow_read():
    given = request(**{"x-shadow-read": "1", "accept": "*/*"})
    shadow.unmarked(given)
    assert given.headers == [("accept", "*/*")]


def test_a_marked_read_passes_the_guard_of_the_new_side_and_no_write_does(moved):  # noqa: F811
    moved.move("ready")
    new, mark = moved.both["new"], {guard.SHADOW: "1"}
    assert new.get(moved.path).status_code == 421
    assert new.get(moved.path, headers=mark).status_code == 200
    assert new.put(moved.path, headers=mark, data="{}").status_code == 421


def test_it_is_turned_on_and_off(tmp_path, monkeypatch):
    monkeypatch.setattr(orders, "running", lambda _: {})
    data, on = Data(tmp_path, "move"), journal.Orders(tmp_path)
    with pytest.raises(Refusal, match="not copied and compared yet"):
        orders.tell(data, "shadow", "catalog")
    with pytest.raises(Refusal, match="UNIT=notifications is unknown"):
        orders.tell(data, "shadow", "notifications")
    orders.tell(data, "next", "catalog")
    journal.write_journal(data.path, {"units": {}, "told": {"catalog": {**TOLD}}})
    for do, is_on in (("shadow", True), ("unshadow", False), ("shadow", True), ("back", False)):
        orders.tell(data, do, "catalog")
        assert on.is_shadowed("catalog") == is_on


def test_the_line_shows_how_many_differ(tmp_path):
    counts = tally.Tally(tmp_path)
    for differs in (False, True, False):
        counts.count_shadow(differs)
    counts._write()
    assert "shadow reads: 3, 1 differ |" in watching.line(tmp_path)
