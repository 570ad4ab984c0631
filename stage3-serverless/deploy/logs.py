"""python -m deploy.logs settle_order: the last lines that function wrote, on the local AWS."""

import os
import sys

from .aws import client
from .local import stay_local
from .stack import NAME

LINES = 50


def main(function: str) -> str | None:
    stay_local(os.environ, os.environ["PORT"])
    logs = client("logs")
    name = "APIHandler" if function == "api" else function.title().replace("_", "")
    groups = logs.describe_log_groups(logGroupNamePrefix=f"/aws/lambda/{NAME}-{name}")["logGroups"]
    if not groups:
        return f"There is no part and no function {function}."
    events = logs.filter_log_events(logGroupName=groups[0]["logGroupName"])["events"]
    if not events:
        return f"{function} has said nothing yet."
    for event in sorted(events, key=lambda each: each["timestamp"])[-LINES:]:
        print(event["message"].rstrip())
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
