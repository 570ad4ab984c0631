"""`python -m local.metrics`: prints the metrics of a running stage in Prometheus' text format.

Which stage: see which.py.
"""

import os
import sys
from urllib.request import ProxyHandler, Request, build_opener

from . import command
from .client import running
from .refusal import Refusal
from .run import ROOT
from .which import which

PATIENCE = 10  # seconds


def main() -> None:
    data = which(ROOT, os.environ)
    url = running(data)["offers"].get("METRICS_URL")
    if not url:
        raise Refusal(f"Functions come and go: {data.path} has no metrics. See its logs.")
    token = data.read("secrets.json")["metrics_token"]
    asked = Request(url, headers={"Authorization": f"Bearer {token}"})
    with build_opener(ProxyHandler({})).open(asked, timeout=PATIENCE) as answer:
        print(answer.read().decode(), end="")


if __name__ == "__main__":
    sys.exit(command.run(main))
