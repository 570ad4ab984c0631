"""Stage 2 opened for a claim, and what several claims do with it."""

import json
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import requests

from tests.bench.sites import Site
from tests.contract.steps import accepted, signed_in
from tests.drivers import stage2


@contextmanager
def running(**how):
    """(Site, staff). how: of tests.drivers.stage2."""
    with TemporaryDirectory() as folder:
        with stage2.running(data=Path(folder) / "data", **how) as stage:
            site = Site(stage)
            yield site, signed_in(site.shop, *stage.staff)


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
    texts = (requests.get(f"{url}/api/v1/metrics", timeout=5).text for url in listed)
    return [sum(map(answered, text.splitlines())) for text in texts]


def answered(line):
    """What a line of /metrics says of reads of one product."""
    name, _, value = line.rpartition(" ")
    one = name.startswith("shop_requests_total{") and 'route="/api/v1/products/<' in name
    return int(float(value)) if one and 'method="GET"' in name else 0
