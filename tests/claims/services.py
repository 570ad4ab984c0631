"""What several claims do with stage 2."""

import json
from contextlib import contextmanager

import requests

from tests.contract.steps import accepted


@contextmanager
def away(stage, part):
    """Stopped, and not started again until the block is over."""
    stage.stop(part)
    yield
    stage.start(part)
    stage.wait_ready(part)


def status_of(person, order):
    return accepted(person.get(f"/orders/{order['id']}"))["status"]


def counted(stage):
    """How many reads of one product each copy of the catalog has answered since it came up."""
    listed = json.loads((stage.data / "services.json").read_text())["catalog"]
    shown = {"Authorization": f"Bearer {stage.secret('metrics_token')}"}
    urls = (f"{url}/api/v1/metrics" for url in listed)
    texts = (requests.get(url, headers=shown, timeout=5).text for url in urls)
    return [sum(map(answered, text.splitlines())) for text in texts]


def answered(line):
    """What a line of /metrics says of reads of one product."""
    name, _, value = line.rpartition(" ")
    one = name.startswith("shop_requests_total{") and 'route="/api/v1/products/<' in name
    return int(float(value)) if one and 'method="GET"' in name else 0
