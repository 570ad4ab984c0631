"""Faults for functions: fail at a point, be killed with their host, get events twice."""

import json
import random
from contextlib import suppress

import psutil
from botocore.exceptions import ClientError

from tests.drivers.aws import client_of, function_of, hosts


class Fault:
    """A fault that happens once, in the first function that reaches the point."""

    def __init__(self, site, point, act):
        self._database = client(site, "dynamodb")
        self._where = {"TableName": "shop-idempotency"}
        self._key = {"pk": {"S": f"fault {point}"}}
        self._database.put_item(**self._where, Item={**self._key, "act": {"S": act}})

    def exists(self):
        """True until a function has reached it."""
        asked = {**self._where, "Key": self._key, "ConsistentRead": True}
        return "Item" in self._database.get_item(**asked)


def client(site, service):
    return client_of(site.stage, service)


def kill_hosts(site):
    """Kill every function host, running or starting, as if their machines had failed."""
    there = hosts(site.stage)
    assert there, "No host was there to be killed."
    for host in there:
        with suppress(psutil.NoSuchProcess):
            host.kill()


def restart(site):
    """Stop the whole local AWS properly, and restart it with its state."""
    site.stage.stop("aws")
    site.stage.start("aws")
    site.wait_ready("aws")


def tell_again(site):
    """Redeliver all events so far, out of order, to the functions that consume them."""
    keys = _keys(site, "shop-orders", "id")
    messages = [_message({"order_id": key["id"]["S"]}) for key in keys]
    stock = [_record(key) for key in _keys(site, "shop-inventory", "product_id", "sk")]
    told = {
        "RelayOrders": [_record(key) for key in keys],
        "SettleOrder": messages,
        "NoteStock": stock,
        "CountClicks": [_message(_arrived(name)) for name in _uploads(site)],
    }
    for function, records in told.items():
        random.Random(len(records)).shuffle(records)
        for some in range(0, len(records), 10):
            _invoke(site, function, records[some : some + 10])


def logged(site):
    """The log lines of all functions."""
    logs = client(site, "logs")
    for group in logs.describe_log_groups()["logGroups"]:
        with suppress(ClientError):
            pages = logs.get_paginator("filter_log_events")
            for page in pages.paginate(logGroupName=group["logGroupName"]):
                for event in page["events"]:
                    yield f"{group['logGroupName']}: {event['message']}"


def _uploads(site):
    """The names of the files of events, in the bucket."""
    store = client(site, "s3")
    names = [each["Name"] for each in store.list_buckets()["Buckets"]]
    bucket = next(name for name in names if name.startswith("shop-clicks-"))
    return [each["Key"] for each in store.list_objects_v2(Bucket=bucket).get("Contents", [])]


def _arrived(name):
    """S3's notification of a file."""
    return {"Records": [{"s3": {"object": {"key": name}}}]}


def _keys(site, table, *names):
    pages = client(site, "dynamodb").get_paginator("scan").paginate(TableName=table)
    items = [item for page in pages for item in page["Items"]]
    return [{name: item[name] for name in names} for item in items]


def _record(key):
    return {"eventName": "MODIFY", "dynamodb": {"Keys": key}}


def _message(body):
    return {"messageId": "again", "body": json.dumps(body)}


def _invoke(site, function, records):
    name = function_of(site.stage, function)["FunctionName"]
    told = {"FunctionName": name, "Payload": json.dumps({"Records": records})}
    answer = client(site, "lambda").invoke(**told)
    assert "FunctionError" not in answer, answer["Payload"].read()
