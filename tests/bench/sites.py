"""A shop that is measured, and what it needs for that: goods in plenty, and people who buy."""

import json
import time
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.contract.client import Shop
from tests.contract.provider import Provider
from tests.contract.steps import a_product, signed_in
from tests.drivers import stage1, stage2, stage3
from tests.drivers.stage import AS_READERS

PLENTY = 1_000_000


class Site:
    def __init__(self, stage):
        self.stage, self.shop = stage, Shop(stage.url)
        self.provider = Provider(stage.provider, stage.provider_key)
        self.product = a_product(signed_in(self.shop, *stage.staff), stock=PLENTY)

    def url(self, service=None):
        """Of the product, at the door or straight at a service."""
        return f"{self._base(service)}/products/{self.product['id']}"

    def _base(self, service):
        if service is None:
            return self.stage.url
        listed = json.loads((self.stage.data / "services.json").read_text())
        return f"{listed[service][0]}/api/v1"


DRIVERS = {
    "stage 1": (stage1, {"db": "postgres"}),
    "stage 2": (stage2, {}),
    "stage 3": (stage3, {}),
}


@contextmanager
def running(name, **env):
    """A Site of "stage 1" or "stage 2". env: CACHING="off" and the like."""
    driver, settings = DRIVERS[name]
    with TemporaryDirectory() as folder:
        with driver.running(data=Path(folder) / "data", env=AS_READERS | env, **settings) as stage:
            yield Site(stage)


def seconds_to_come_up(name, **env):
    """(cold, warm): on an empty folder, and again on the one that is left."""
    driver, settings = DRIVERS[name]
    with TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        return _start(driver, data, settings, env), _start(driver, data, settings, env)


def _start(driver, data, settings, env):
    started = time.perf_counter()
    with driver.running(data=data, env=AS_READERS | env, **settings):
        return time.perf_counter() - started
