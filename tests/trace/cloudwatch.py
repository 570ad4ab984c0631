"""What the functions of a stage 3 said, invocation by invocation, from its CloudWatch Logs.

Lambda writes START, END and REPORT around the lines of an invocation:
https://docs.aws.amazon.com/lambda/latest/dg/python-logging.html
"""

import json
import re
from dataclasses import dataclass

GROUPS = "/aws/lambda/"
_START = re.compile(r"START RequestId: (\S+)")
_REPORT = re.compile(r"REPORT RequestId: (\S+)\tDuration: ([\d.]+) ms.*\tMemory Size: (\d+) MB")
_FUNCTION = re.compile(r"shop-([A-Za-z]+)")


@dataclass(frozen=True)
class Invocation:
    id: str
    function: str  # APIHandler, RelayOrders, …
    milliseconds: float
    megabytes: int  # that it was given
    lines: tuple  # what telemetry.write wrote, as dicts


def invocations(logs):
    """All until now, function by function. logs: a client of CloudWatch Logs."""
    found = []
    for group in _all(logs, "describe_log_groups", "logGroups", logGroupNamePrefix=GROUPS):
        name = group["logGroupName"]
        for stream in _all(logs, "describe_log_streams", "logStreams", logGroupName=name):
            where = {"logGroupName": name, "logStreamNames": [stream["logStreamName"]]}
            events = _all(logs, "filter_log_events", "events", **where)
            found += read(_named(name), [event["message"] for event in events])
    return found


def read(function, messages):
    """The invocations of one log stream that have ended."""
    found, lines = [], []
    for message in messages:
        if _START.match(message):
            lines = []
        elif report := _REPORT.match(message):
            id, milliseconds, megabytes = report.groups()
            found.append(Invocation(id, function, float(milliseconds), int(megabytes), (*lines,)))
        elif message.startswith("{"):
            lines.append(json.loads(message))
    return found


def _all(logs, operation, part, **asked):
    pages = logs.get_paginator(operation).paginate(**asked)
    return [each for page in pages for each in page[part]]


def _named(group):
    return _FUNCTION.search(group)[1]
