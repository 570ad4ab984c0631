"""The load's clerk retries after a kill, but still checks each refusal."""

from types import SimpleNamespace

import pytest
import requests

from .clerk import adjust


def answer(status, data=None):
    made = requests.Response()
    made.status_code, made.json = status, lambda: {"data": data}
    made.request = requests.Request("GET", "http://127.0.0.1/").prepare()
    return made


class Staff:
    """A fake client that refuses each adjustment, and returns the given stock."""

    def __init__(self, *answers):
        self.answers = list(answers)

    def post(self, *_, **__):
        return answer(409)

    def get(self, _path):
        return self.answers.pop(0)


def refused_by(*answers):
    return SimpleNamespace(site=SimpleNamespace(staff=Staff(*answers)))


def test_the_stock_is_asked_for_again_when_inventory_was_killed():
    market = refused_by(answer(503), answer(200, {"available": 0}))
    adjust(market, {"id": "1"}, -1)
    assert market.site.staff.answers == []


def test_a_refusal_with_plenty_in_stock_is_wrong():
    with pytest.raises(AssertionError, match="-1 was refused"):
        adjust(refused_by(answer(200, {"available": 500})), {"id": "1"}, -1)
