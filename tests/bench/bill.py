"""What an operation used of AWS, and what that costs."""

import json
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).with_name("prices.toml")
OF_QUEUES = ("SettleOrder", "MakeThumbnail", "CountClicks")  # functions
OF_A_MESSAGE = 2  # requests by which Lambda takes it from its queue: receive, delete
S3_PUTS = ("PutObject", "ListObjects", "ListObjectsV2", "CopyObject")
FRAME = 300  # bytes, about, that Lambda writes around the lines of an invocation
MONTH = 43_800  # minutes


@dataclass(frozen=True)
class Used:
    """By one operation: an average over several, and so with fractions."""

    functions: dict  # {name: invocations}
    gb_seconds: float
    reads: float  # read request units
    writes: float
    calls: dict  # {"dynamodb": 3}: requests of AWS services by the functions
    s3_puts: float = 0
    log_bytes: float = 0

    @classmethod
    def of(cls, invocations, operations):
        """By so many operations. invocations: cloudwatch.Invocation, with a meter's lines."""
        lines = [line for each in invocations for line in each.lines if line["event"] == "aws"]
        written = sum(_log_bytes(each) for each in invocations)
        puts = sum(line["operation"] in S3_PUTS for line in lines if line["service"] == "s3")
        seconds = (each.milliseconds / 1000 * each.megabytes / 1024 for each in invocations)
        return cls(
            functions=_each(Counter(each.function for each in invocations), operations),
            gb_seconds=sum(seconds) / operations,
            reads=sum(line["reads"] for line in lines) / operations,
            writes=sum(line["writes"] for line in lines) / operations,
            calls=_each(Counter(line["service"] for line in lines), operations),
            s3_puts=puts / operations,
            log_bytes=written / operations,
        )

    @property
    def sqs(self):
        taken = sum(self.functions.get(name, 0) for name in OF_QUEUES)
        return self.calls.get("sqs", 0) + OF_A_MESSAGE * taken


def prices():
    return tomllib.loads(SOURCE.read_text())


def costs(used, price):
    """{service: dollars} of one operation."""
    gets = used.calls.get("s3", 0) - used.s3_puts
    return {
        "API Gateway": used.functions.get("APIHandler", 0) * price["api_gateway"]["request"],
        "Lambda": sum(used.functions.values()) * price["lambda"]["request"]
        + used.gb_seconds * price["lambda"]["gb_second"],
        "DynamoDB": used.reads * price["dynamodb"]["read_unit"]
        + used.writes * price["dynamodb"]["write_unit"],
        "SQS": used.sqs * price["sqs"]["request"],
        "S3": used.s3_puts * price["s3"]["put"] + gets * price["s3"]["get"],
        "logs": used.log_bytes / 1e9 * price["cloudwatch"]["gigabyte"],
    }


def at_rest(sweep, price):
    """{service: dollars} of a month in which no visitors. sweep: Used by one."""
    month = {service: dollars * MONTH for service, dollars in costs(sweep, price).items()}
    looks = price["at_rest"]["queues"] * price["at_rest"]["looks_a_minute"] * MONTH
    return month | {"SQS": looks * price["sqs"]["request"]}


def _log_bytes(invocation):
    """Without what only the meter writes."""
    lines = [line for line in invocation.lines if line["event"] != "aws"]
    return FRAME + sum(len(json.dumps(line).encode()) for line in lines)


def _each(counted, operations):
    return {name: count / operations for name, count in sorted(counted.items())}
