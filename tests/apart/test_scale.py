"""Several copies of a service behind the gateway, as `make scale P=catalog N=3` makes them."""

import json
import re
import threading

import psutil
import pytest
import requests

from tests.contract.steps import eventually

COUNTED = re.compile(
    r'shop_requests_total\{method="GET",route="/api/v1/products/<[^}]*\} ([0-9.]+)'
)
READS = 60


@pytest.fixture
def three(world):
    world.stage.scale("catalog", 3)
    eventually(lambda: _is_spread(world), within=10)
    yield world
    world.stage.scale("catalog", 1)


def test_reads_are_spread_evenly_over_three_copies(three):
    before = _counted(three.stage)
    assert {_read(three) for _ in range(READS)} == {200}
    more = [after - was for was, after in zip(before, _counted(three.stage), strict=True)]
    assert len(more) == 3 and min(more) >= READS / 3 - 2, more


def test_no_reader_notices_that_a_copy_is_killed(three):
    seen, done = [], threading.Event()
    readers = [threading.Thread(target=_read_on, args=(three, seen, done)) for _ in range(4)]
    for reader in readers:
        reader.start()
    for name in ("catalog", "catalog.2", "catalog.3"):
        three.stage.kill(name)
        three.stage.wait_ready(name)
    done.set()
    for reader in readers:
        reader.join()
    assert len(seen) > READS and set(seen) == {200}


def test_scaling_down_leaves_no_process_and_no_address(world):
    world.stage.scale("catalog", 3)
    pids = [world.stage.pid(name) for name in ("catalog.2", "catalog.3")]
    world.stage.scale("catalog", 1)
    assert not any(map(psutil.pid_exists, pids))
    eventually(lambda: _only_one_is_listed(world), within=10)
    assert {_read(world) for _ in range(READS)} == {200}


def _read(world):
    return world.shop.call("GET", f"/products/{world.product['id']}").status_code


def _read_on(world, seen, done):
    while not done.is_set():
        seen.append(_read(world))


def _addresses(stage):
    return json.loads((stage.data / "services.json").read_text())["catalog"]


def _counted(stage):
    """Reads of a product that each copy has answered."""
    shown = {"Authorization": f"Bearer {stage.secret('metrics_token')}"}
    urls = [f"{url}/api/v1/metrics" for url in _addresses(stage)]
    answers = [requests.get(url, headers=shown, timeout=5).text for url in urls]
    return [sum(map(float, COUNTED.findall(text))) for text in answers]


def _is_spread(world):
    """The gateway reads the list of copies only now and then."""
    before = _counted(world.stage)
    for _ in range(6):
        _read(world)
    assert all(a > b for a, b in zip(_counted(world.stage), before, strict=True))


def _only_one_is_listed(world):
    assert len(_addresses(world.stage)) == 1
