"""What an operation used and costs, shown on invocations made by hand."""

import pytest

from tests.trace.cloudwatch import Invocation

from . import bare, bill, meter

PRICE = {
    "lambda": {"request": 1, "gb_second": 10},
    "api_gateway": {"request": 100},
    "dynamodb": {"read_unit": 1000, "write_unit": 10_000},
    "sqs": {"request": 100_000},
    "s3": {"put": 2, "get": 3},
    "cloudwatch": {"gigabyte": 1e9},
    "at_rest": {"queues": 2, "looks_a_minute": 15},
}


def a_call(service="dynamodb", operation="GetItem", reads=0, writes=0, asked=None):
    call = {"service": service, "operation": operation, "reads": reads, "writes": writes}
    return {"event": "aws", **call, "asked": asked or {}}


def an_invocation(function, *lines, ms=500.0, megabytes=1024):
    return Invocation("an id", function, ms, megabytes, lines)


ORDER = [
    an_invocation("APIHandler", {"event": "request"}, a_call(reads=1.5), a_call(writes=7)),
    an_invocation("RelayOrders", a_call("sqs", "SendMessage"), megabytes=256),
    an_invocation("SettleOrder", a_call(reads=0.5), megabytes=512),
]


def test_what_was_used_is_told_for_one_operation():
    used = bill.Used.of(ORDER * 2, operations=2)
    assert used.functions == {"APIHandler": 1, "RelayOrders": 1, "SettleOrder": 1}
    assert (used.reads, used.writes) == (2, 7)
    assert used.gb_seconds == 0.5 * (1 + 0.25 + 0.5)
    assert used.calls == {"dynamodb": 3, "sqs": 1}


def test_a_message_is_sent_received_and_deleted():
    assert bill.Used.of(ORDER, 1).sqs == 3


def test_each_service_asks_for_what_was_used_of_it():
    assert bill.costs(bill.Used.of(ORDER, 1), PRICE) == {
        "API Gateway": 100,
        "Lambda": 3 * 1 + 0.875 * 10,
        "DynamoDB": 2 * 1000 + 7 * 10_000,
        "SQS": 300_000,
        "S3": 0,
        "logs": 3 * bill.FRAME + len('{"event": "request"}'),  # not what the meter wrote
    }


def test_putting_an_object_costs_more_than_getting_one():
    calls = [a_call("s3", name) for name in ("PutObject", "GetObject", "GetObject")]
    used = bill.Used.of([an_invocation("MakeThumbnail", *calls)], 1)
    assert bill.costs(used, PRICE)["S3"] == 2 + 2 * 3


def test_a_month_at_rest_is_sweeping_each_minute_and_asking_the_queues():
    a_sweep = an_invocation("Sweep", a_call(reads=0.5), ms=1000.0, megabytes=512)
    month = bill.at_rest(bill.Used.of([a_sweep] * 3, 3), PRICE)
    assert month["SQS"] == 2 * 15 * 43_800 * 100_000
    assert month["Lambda"] == 43_800 * (1 + 0.5 * 10)
    assert (month["API Gateway"], month["DynamoDB"]) == (0, 43_800 * 0.5 * 1000)


def test_there_is_a_price_for_all_that_is_used():
    found = bill.costs(bill.Used.of(ORDER, 1), bill.prices())
    assert found["DynamoDB"] == pytest.approx(2 * 0.125e-6 + 7 * 0.625e-6)
    assert 0 < sum(found.values()) < 0.001


@pytest.mark.parametrize(
    ("operation", "asked", "answer", "expected"),
    [
        ("GetItem", {"ConsistentRead": True}, {"Item": {"id": {"S": "x" * 5000}}}, 2),
        ("GetItem", {"ConsistentRead": True}, {}, 1),  # nothing there costs as well
        ("Query", {}, {"Items": [{"id": {"S": "x" * 3000}}] * 3}, 1.5),  # summed, then rounded
        ("Query", {}, {"Items": []}, 0.5),
        ("PutItem", {}, {}, 0),
    ],
)
def test_a_read_unit_is_4_kb_read_as_it_now_is(operation, asked, answer, expected):
    assert meter.read_units(operation, asked, answer) == expected


def test_items_that_are_read_together_by_their_keys_are_rounded_one_by_one():
    asked = {"RequestItems": {"cart": {"ConsistentRead": True}}}
    answer = {"Responses": {"cart": [{"id": {"S": "x"}}] * 3}}
    assert meter.read_units("BatchGetItem", asked, answer) == 3


def test_write_units_of_all_tables_of_a_transaction_are_added():
    assert (
        meter.write_units({"ConsumedCapacity": [{"CapacityUnits": 2}, {"CapacityUnits": 5}]}) == 7
    )
    assert meter.write_units({"ConsumedCapacity": {"CapacityUnits": 3}}) == 3
    assert meter.write_units({}) == 0


def test_a_write_is_sent_again_without_its_condition():
    put = {"TableName": "cart", "Item": {"id": {"S": "a"}}, "ConditionExpression": "#id = :id"}
    asked = {"TransactItems": [{"Put": put}], "ClientRequestToken": "of that one"}
    line = a_call(operation="TransactWriteItems", asked=asked)
    ((method, again),) = bare.calls(an_invocation("APIHandler", line))
    assert method == "transact_write_items"
    put_again = {"TableName": "cart", "Item": {"id": {"S": "a"}}}
    assert again == {"TransactItems": [{"Put": put_again}]}


def test_an_order_that_is_written_again_is_not_settled_again():
    item = {"id": {"S": "a"}, "attempts": {"N": "0"}, "open": {"S": "open"}}
    line = a_call(operation="PutItem", asked={"TableName": "orders", "Item": item})
    ((_, again),) = bare.calls(an_invocation("APIHandler", line))
    assert again["Item"] == {"id": {"S": "a"}, "attempts": {"N": "1"}}


def test_calls_are_measured_in_turn_with_what_they_are_compared_to():
    order = []
    bare.side_by_side(lambda: order.append("whole"), None, [], 2, lambda: order.append("before"))
    assert order == ["before", "whole"] * 2
