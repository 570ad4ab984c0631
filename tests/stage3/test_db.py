"""The database's answers that the local one never gives, told by a stand-in."""

import dataclasses

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError

from chalicelib import aws, calls, db, items
from chalicelib.config import FEATURES, Config
from shop_rules.errors import Unavailable


class Database:
    """Answers each write with the next of the answers it was given; an exception is raised."""

    def __init__(self, *answers):
        self.answers, self.asked = list(answers), []

    def transact_write_items(self, **asked):
        return self._answer("transaction", asked)

    def put_item(self, **asked):
        return self._answer("put", asked)

    def batch_get_item(self, **asked):
        return self._answer("read", asked)

    def _answer(self, kind, asked):
        self.asked.append((kind, asked))
        answer = self.answers.pop(0) if self.answers else {}
        if isinstance(answer, Exception):
            raise answer
        return answer


class OutOfStock(Exception):
    pass


class Moved(Exception):
    pass


def cancelled(*codes):
    said = {"Error": {"Code": "TransactionCanceledException", "Message": ""}}
    said["CancellationReasons"] = [{"Code": code} for code in codes]
    return ClientError(said, "TransactWriteItems")


def refused(code, status=400):
    said = {"Error": {"Code": code, "Message": ""}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(said, "PutItem")


def read(*found, left=()):
    """What a read of many answers; left: the keys that it did not get to."""
    keys = {"cart": {"Keys": [items.as_item({"user_id": each}) for each in left]}} if left else {}
    rows = [items.as_item({"user_id": each}) for each in found]
    return {"Responses": {"cart": rows}, "UnprocessedKeys": keys}


@pytest.fixture
def pauses(monkeypatch):
    """The seconds of each."""
    found = []
    monkeypatch.setattr(calls.time, "sleep", found.append)
    return found


@pytest.fixture
def answering(monkeypatch, pauses):
    tables = {name: name for name in (*FEATURES, "idempotency")}
    empty = {field.name: "" for field in dataclasses.fields(Config)}
    told = Config(**empty | {"tables": tables, "faults": False})
    monkeypatch.setattr("chalicelib.writes.config", lambda: told)
    monkeypatch.setattr("chalicelib.db.config", lambda: told)
    monkeypatch.setattr("chalicelib.faults.config", lambda: told)

    def stand_in(*answers):
        database = Database(*answers)
        monkeypatch.setattr(aws, "client", lambda service: database)
        return database

    return stand_in


def reserve():
    with db.transaction("reserve_in_a_test") as tx:
        tx.set("orders", {"id": "1"}, {"reserved": True}, "#version = :was", Moved, was=1)
        tx.set("inventory", {"product_id": "2", "sk": "stock"}, {"available": 0}, lost=OutOfStock)


def put():
    with db.transaction("put_in_a_test") as tx:
        tx.put("cart", {"user_id": "1"}, "#version = :was", was=1)


def test_a_conflict_is_tried_again_and_never_read_as_out_of_stock(answering):
    database = answering(cancelled("None", "TransactionConflict"), cancelled("TransactionConflict"))
    reserve()
    assert len(database.asked) == 3


def test_a_conflict_that_does_not_end_is_unavailable_and_no_refusal(answering):
    answering(*[cancelled("None", "TransactionConflict")] * calls.ATTEMPTS)
    with pytest.raises(Unavailable):
        reserve()


def test_the_condition_that_failed_says_what_is_raised(answering):
    answering(cancelled("None", "ConditionalCheckFailed"))
    with pytest.raises(OutOfStock):
        reserve()
    answering(cancelled("ConditionalCheckFailed", "ConditionalCheckFailed"))
    with pytest.raises(Moved):  # the first of several
        reserve()


def test_a_condition_counts_also_beside_a_conflict(answering):
    answering(cancelled("TransactionConflict", "ConditionalCheckFailed"))
    with pytest.raises(OutOfStock):
        reserve()


def test_one_write_alone_is_sent_alone_and_means_the_same(answering):
    database = answering(refused("TransactionConflictException"), refused("ThrottlingException"))
    put()
    assert [kind for kind, _ in database.asked] == ["put"] * 3
    answering(refused("ConditionalCheckFailedException"))
    with pytest.raises(db.Lost):
        put()


def test_a_database_that_is_away_is_unavailable_and_the_log_says_so(answering, caplog):
    answering(ConnectTimeoutError(endpoint_url="http://nowhere"))
    with pytest.raises(Unavailable):
        put()
    assert '"database unavailable"' in caplog.text


def test_a_database_in_trouble_is_unavailable(answering):
    answering(refused("InternalServerError", 500))
    with pytest.raises(Unavailable):
        put()


def test_of_many_what_was_not_read_is_asked_for_again_after_a_while(answering, pauses):
    database = answering(read("1", left=["2", "3"]), read("2", left=["3"]), read("3"))
    keys = [{"user_id": each} for each in "123"]
    assert db.get_many("cart", keys) == keys
    asked = [each["RequestItems"]["cart"]["Keys"] for _, each in database.asked]
    assert list(map(len, asked)) == [3, 2, 1] and len(pauses) == 2


def test_many_that_are_never_all_read_are_unavailable(answering):
    database = answering(*[read(left=["1"])] * 100)
    with pytest.raises(Unavailable):
        db.get_many("cart", [{"user_id": "1"}])
    assert len(database.asked) == calls.ATTEMPTS


def test_of_more_than_can_be_read_at_once_all_are_read(answering):
    many = [str(number) for number in range(db.MOST_ITEMS + 1)]
    database = answering(read(*many[:-1]), read(many[-1]))
    assert len(db.get_many("cart", [{"user_id": each} for each in many])) == len(many)
    assert len(database.asked) == 2


def test_what_nobody_expects_is_not_hidden(answering):
    answering(refused("AccessDeniedException"))
    with pytest.raises(ClientError):
        put()


def test_nothing_is_sent_when_the_block_is_left_by_an_error(answering):
    database = answering()
    with pytest.raises(ZeroDivisionError):
        with db.transaction("broken_in_a_test") as tx:
            tx.put("cart", {"user_id": "1"})
            _ = 1 / 0
    assert database.asked == []
