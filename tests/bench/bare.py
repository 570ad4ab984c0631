"""The same DynamoDB calls that an operation makes, sent with nothing around them."""

import statistics
import time

OPERATIONS = {
    "GetItem": "get_item",
    "Query": "query",
    "BatchGetItem": "batch_get_item",
    "PutItem": "put_item",
    "TransactWriteItems": "transact_write_items",
}
OF_ONE_TIME = ("ConditionExpression", "ExpressionAttributeNames", "ExpressionAttributeValues")


def calls(invocation):
    """[(method of a client, what it is asked)] as a meter noted them."""
    lines = [line for line in invocation.lines if line["event"] == "aws"]
    of_database = [line for line in lines if line["service"] == "dynamodb"]
    return [
        (OPERATIONS[line["operation"]], _again(line["operation"], line["asked"]))
        for line in of_database
    ]


def milliseconds(act):
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000


def side_by_side(act, database, sent, rounds, before=lambda: None):
    """(median ms of act(), median ms of the calls sent bare), in turn. before: not measured."""
    whole, bare = [], []
    for _ in range(rounds):
        before()
        whole.append(milliseconds(act))
        bare.append(milliseconds(lambda: _send(database, sent)))
    return statistics.median(whole), statistics.median(bare)


def _send(database, sent):
    for method, asked in sent:
        getattr(database, method)(**asked)


def _again(operation, asked):
    """Writes without their conditions, which hold only once."""
    if operation == "PutItem":
        return _unconditional(asked)
    if operation == "TransactWriteItems":
        items = [{"Put": _unconditional(item["Put"])} for item in asked["TransactItems"]]
        return {"TransactItems": items}  # without its token: each is another transaction
    return asked


def _unconditional(put):
    kept = {name: value for name, value in put.items() if name not in OF_ONE_TIME}
    return {**kept, "Item": _at_rest(kept["Item"])}


def _at_rest(item):
    """An order that no sweep picks up to settle again."""
    if "attempts" not in item:
        return item
    return {n: value for n, value in item.items() if n != "open"} | {"attempts": {"N": "1"}}
