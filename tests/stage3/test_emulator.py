"""What every condition in the shop rests on: the database is exact when many write at once.

An emulator that is not would pass most tests and sell the same thing twice.
"""

from concurrent.futures import ThreadPoolExecutor

import pytest
from botocore.exceptions import ClientError

WRITERS, STOCK, ATTEMPTS = 8, 100, 20  # each writer tries so often: 160 for 100


@pytest.fixture(scope="module")
def table(dynamodb):
    key = {"AttributeName": "id", "KeyType": "HASH"}
    dynamodb.create_table(
        TableName="stock",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[key],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
    )
    return "stock"


def put(dynamodb, table, an_id, count):
    dynamodb.put_item(TableName=table, Item={"id": {"S": an_id}, "left": {"N": str(count)}})


def left(dynamodb, table, an_id):
    asked = {"TableName": table, "Key": {"id": {"S": an_id}}, "ConsistentRead": True}
    return int(dynamodb.get_item(**asked)["Item"]["left"]["N"])


def take(table, an_id):
    """One less, if there is one."""
    return {
        "TableName": table,
        "Key": {"id": {"S": an_id}},
        "UpdateExpression": "SET #left = #left - :one",
        "ConditionExpression": "#left >= :one",
        "ExpressionAttributeNames": {"#left": "left"},
        "ExpressionAttributeValues": {":one": {"N": "1"}},
    }


def taken(attempt):
    """By all writers together, each trying again and again."""

    def writer(_):
        return sum(map(succeeds, [attempt] * ATTEMPTS))

    with ThreadPoolExecutor(WRITERS) as writers:
        return sum(writers.map(writer, range(WRITERS)))


def succeeds(attempt):
    try:
        attempt()
        return True
    except ClientError as error:
        code = error.response["Error"]["Code"]
        assert code in ("ConditionalCheckFailedException", "TransactionCanceledException"), error
        return False


def test_eight_writers_take_from_one_item_exactly_what_is_there(dynamodb, table):
    put(dynamodb, table, "one", STOCK)
    assert taken(lambda: dynamodb.update_item(**take(table, "one"))) == STOCK
    assert left(dynamodb, table, "one") == 0


def test_eight_writers_take_by_transactions_from_two_items_or_from_neither(dynamodb, table):
    put(dynamodb, table, "few", STOCK // 2)
    put(dynamodb, table, "many", STOCK)
    both = [{"Update": take(table, an_id)} for an_id in ("many", "few")]
    sold = taken(lambda: dynamodb.transact_write_items(TransactItems=both))
    assert (sold, left(dynamodb, table, "few")) == (STOCK // 2, 0)
    assert left(dynamodb, table, "many") == STOCK - sold


def test_a_transaction_that_fails_undoes_nothing_of_what_others_wrote(dynamodb, table):
    put(dynamodb, table, "none", 0)
    put(dynamodb, table, "other", STOCK)
    hopeless = [{"Update": take(table, an_id)} for an_id in ("other", "none")]

    def mixed():
        succeeds(lambda: dynamodb.transact_write_items(TransactItems=hopeless))
        dynamodb.update_item(**take(table, "other"))

    assert taken(mixed) == STOCK
    assert left(dynamodb, table, "other") == 0
