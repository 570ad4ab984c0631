"""Put into a copy of stage 3: each call of AWS leaves a log line that says what it consumed.

The local DynamoDB tells write units as the real one does, but each read as one item of up to 4 KB.
So reads are calculated here, from what came back.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
"""

import math

BLOCK = 4096  # bytes of one read unit


def watched(client):
    """A client of botocore, which tells of each call before and after it is made."""
    client.meta.events.register("before-parameter-build", _asked)
    client.meta.events.register("after-call", _answered)
    return client


def read_units(operation, asked, answer):
    """One for each 4 KB begun, half of that if an older state would do."""
    match operation:
        case "GetItem":
            return _rate(asked) * _blocks([answer.get("Item", {})])
        case "Query":
            return _rate(asked) * _blocks(answer["Items"])
        case "BatchGetItem":
            return sum(_of_batch(asked, answer))
    return 0


def write_units(answer):
    """Of a table with its indexes; of all tables that a transaction writes."""
    told = answer.get("ConsumedCapacity", [])
    return sum(each["CapacityUnits"] for each in ([told] if isinstance(told, dict) else told))


def size(value):
    """Bytes of an item or value as it is on the wire, about."""
    match value:
        case dict():
            return sum(len(name) + size(inner) for name, inner in value.items())
        case list():
            return sum(map(size, value))
    return len(str(value).encode())


def _of_batch(asked, answer):
    for table, items in answer["Responses"].items():
        yield from (_rate(asked["RequestItems"][table]) * _blocks([item]) for item in items)


def _rate(asked):
    return 1 if asked.get("ConsistentRead") else 0.5


def _blocks(items):
    return max(1, math.ceil(sum(map(size, items)) / BLOCK))


def _asked(params, model, context, **_):
    if model.service_model.service_name == "dynamodb":
        params["ReturnConsumedCapacity"] = "TOTAL"
    context["asked"] = params


def _answered(parsed, model, context, **_):
    from chalicelib import telemetry

    service, operation, asked = model.service_model.service_name, model.name, context["asked"]
    reads = service == "dynamodb" and read_units(operation, asked, parsed)
    writes = 0 if reads else write_units(parsed)
    call = {"service": service, "operation": operation, "reads": reads or 0, "writes": writes}
    telemetry.write("aws", **call, asked=asked if service == "dynamodb" else {})
