"""Writers who change prices, for the claim read-replica, and what their readers are answered."""

import json
import statistics
import time
from functools import partial

import requests

from tests.contract.steps import LATER, a_product, at_once, eventually

from .lost_update import wanted
from .opened import must
from .watching import meanwhile

CHANGES = 8  # timed, of each writer
PATIENCE = 30  # seconds until a change is given up
GIVEN_UP = 2  # … while the database may not answer


class Writer:
    """A member of staff who changes the price of one product, cent by cent."""

    def __init__(self, site, staff):
        self._staff, self.product = staff, a_product(staff, stock=0, price=1000)
        self.url = f"{site.stage.url}/products/{self.product['id']}"
        self.price, self._etag = 1000, eventually(self._read, LATER).headers["ETag"]

    def _read(self):
        found = requests.get(self.url, timeout=10)
        assert found.ok  # a replica may not have a new product yet
        return found

    def change(self, patience=PATIENCE):
        """True if it was answered."""
        body = wanted(self.product, price=self.price + 1)
        headers = {"Authorization": f"Bearer {self._staff.token}", "If-Match": self._etag}
        try:
            found = requests.put(self.url, json=body, headers=headers, timeout=patience)
        except requests.RequestException:
            return False
        if found.ok:
            self.price, self._etag = self.price + 1, found.headers["ETag"]
        return found.ok

    def is_stale(self):
        """True if a read right after the change returns the old price."""
        must(self.change(), "A price can't be changed.")
        return self._read().json()["data"]["price"] != self.price


def waited(writers):
    """Milliseconds until a change was answered: the middle one of this round."""
    timing = [partial(_timed, one) for one in writers]
    return statistics.median(each for some in at_once(*timing) for each in some) * 1000


def _timed(writer, changes=CHANGES):
    moments = [time.perf_counter()]
    for _ in range(changes):
        must(writer.change(), "A price can't be changed.")
        moments.append(time.perf_counter())
    return [later - earlier for earlier, later in zip(moments, moments[1:], strict=False)]


def busy(writers):
    """All of them change prices, one after the other, during the block."""
    return meanwhile([partial(one.change, GIVEN_UP) for one in writers])


def reads_by(stage):
    """{"primary" or "replica": reads of the catalog that it has answered}"""
    url = json.loads((stage.data / "services.json").read_text())["catalog"][0]
    shown = {"Authorization": f"Bearer {stage.secret('metrics_token')}"}
    text = requests.get(f"{url}/api/v1/metrics", headers=shown, timeout=5).text
    found = {"primary": 0.0, "replica": 0.0}
    for line in text.splitlines():
        for server in found:
            if line.startswith(f'shop_replica_reads_total{{server="{server}"'):
                found[server] += float(line.rpartition(" ")[2])
    return found
