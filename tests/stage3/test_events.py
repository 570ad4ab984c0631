"""What holds for every event: one that fails is redelivered, and no other is."""

import dataclasses
import json

import pytest

from chalicelib import events, faults
from chalicelib.config import Config


@pytest.fixture(autouse=True)
def without_faults(monkeypatch):
    told = Config(**{each.name: "" for each in dataclasses.fields(Config)} | {"faults": False})
    monkeypatch.setattr("chalicelib.faults.config", lambda: told)


class Event:
    def __init__(self, *records):
        self._records = list(records)

    def to_dict(self):
        return {"Records": self._records}


def message(an_id, **body):
    return {"messageId": an_id, "body": json.dumps(body)}


def record(**key):
    typed = {name: {"S": value} for name, value in key.items()}
    return {"eventName": "INSERT", "dynamodb": {"Keys": typed}}


def test_only_the_message_that_failed_is_told_again_and_the_log_says_where(caplog):
    done = []

    def work(body):
        if body["order_id"] == "2":
            raise ValueError("not this one")
        done.append(body["order_id"])

    some = Event(*(message(an_id, order_id=an_id) for an_id in "123"))
    answer = events.each_message("settle_order", some, work)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "2"}]}
    assert done == ["1", "3"]
    assert "in work" in caplog.text and "not this one" in caplog.text


def test_a_record_that_failed_fails_the_batch_which_is_told_again_whole():
    done = []

    def work(key):
        if key["id"] == "2":
            raise ValueError("not this one")
        done.append(key)

    with pytest.raises(ValueError):
        events.each_key("relay_orders", Event(*(record(id=an_id) for an_id in "123")), work)
    assert done == [{"id": "1"}]


def test_a_key_of_two_parts_comes_whole():
    keys = []
    events.each_key("note_stock", Event(record(product_id="1", sk="stock")), keys.append)
    assert keys == [{"product_id": "1", "sk": "stock"}]


def test_a_fault_that_a_test_asks_for_is_caught_by_nothing_on_the_way():
    def work(body):
        raise faults.Asked

    with pytest.raises(faults.Asked):
        events.each_message("settle_order", Event(message("1", order_id="1")), work)
