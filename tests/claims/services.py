"""Steps that several claims on stage 2 share."""

import json
from contextlib import contextmanager

import requests

from tests.contract.steps import accepted


@contextmanager
def away(stage, part):
    """Stop a part during the block, and start it again afterwards."""
    stage.stop(part)
    yield
    stage.start(part)
    stage.wait_ready(part)


def status_of(person, order):
    return accepted(person.get(f"/orders/{order['id']}"))["status"]


def counted(stage):
    """The reads of one product that each copy of the catalog has answered since its start."""
    listed = json.loads((stage.data / "services.json").read_text())["catalog"]
    shown = {"Authorization": f"Bearer {stage.secret('metrics_token')}"}
    urls = (f"{url}/api/v1/metrics" for url in listed)
    texts = (requests.get(url, headers=shown, timeout=5).text for url in urls)
    return [sum(map(answered, text.splitlines())) for text in texts]


def answered(line):
    """The number of reads of one product in a line of /metrics; 0 in other lines."""
    name, _, value = line.rpartition(" ")
    one = name.startswith("shop_requests_total{") and 'route="/api/v1/products/<' in name
    return int(float(value)) if one and 'method="GET"' in name else 0
