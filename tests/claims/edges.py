"""An edge and the ways around it, for the claim edge-cache."""

import statistics
import time
from functools import partial
from typing import NamedTuple
from urllib.parse import urlsplit

import requests

from tests.bench.wire import Line
from tests.contract import pictures
from tests.contract.showing import address_of, show
from tests.contract.steps import a_product, accepted, at_once

from . import overlays

PURGE = "shared/edge/purge.py"


class Edge:
    """A running shop with an edge. Paths are below the base URL."""

    parts = ("shop", "distance", "edge")

    def __init__(self, site, staff):
        self.stage, self.shop, self.staff = site.stage, site.shop, staff
        self.products = [p for p in accepted(staff.get("/products?limit=100")) if p["image_url"]]
        self._session = requests.Session()
        self._purge = overlays.module("edge-cache", PURGE).purge

    def paths(self, size):
        return [address_of(product, size) for product in self.products]

    def ways(self):
        """To the shop itself, through the distance, and to the edge: functions of a path that
        return the milliseconds of a new connection's first request, and of its second."""
        return [partial(_timed, self.base(part)) for part in self.parts]

    def base(self, part):
        """The base URL at a part: the shop itself, the distance, or the edge."""
        port = self.stage.run["parts"][part]["port"]
        return f"http://127.0.0.1:{port}{urlsplit(self.shop.url).path}"

    def purge(self, text):
        return self._purge(text, self.stage.data / "edge/kept")

    def read(self, path, **how):
        return self._session.get(self.shop.url + path, timeout=30, allow_redirects=False, **how)

    def kept(self, path):
        """HIT, MISS, or what else the edge says."""
        return self.read(path).headers["X-Cache"]

    def status(self, path):
        return self.read(path).status_code

    def shop_answered(self):
        """How many images by their own addresses the shop has sent since its start."""
        shown = {"Authorization": f"Bearer {self.stage.secret('metrics_token')}"}
        text = requests.get(self.stage.metrics["METRICS_URL"], headers=shown, timeout=5).text
        return sum(map(answered, text.splitlines()))


class Crowd(NamedTuple):
    reached: int  # requests that the shop has answered
    middle: float  # ms


def answered(line):
    """The number of images by their own addresses in a line of /metrics; 0 in other lines."""
    name, _, value = line.rpartition(" ")
    is_one = name.startswith("shop_requests_total{") and "/images/<" in name
    return int(float(value)) if is_one and 'method="GET"' in name else 0


def crowd(edge, path, buyers, part="edge"):
    """They all ask this part at once for an image that the edge doesn't have."""
    edge.purge("")
    edge.kept(edge.paths("thumb")[0])  # so that a connection to the shop is open
    before, url = edge.shop_answered(), edge.base(part) + path
    times = at_once(*[partial(_seconds, Line(url)) for _ in range(buyers)])
    return Crowd(edge.shop_answered() - before, statistics.median(times) * 1000)


def stale_of(edge, read, times):
    """(reads that showed the image before, … still after a purge)"""
    product, stale, purged = a_product(edge.staff, stock=0), 0, 0
    for number in range(times + 1):
        content = pictures.picture("PNG", 8 + number, 8)
        before = product
        product = accepted(show(edge.staff, product, content), 202)
        if number:
            stale += read(edge, before, product) != content
            edge.purge(product["id"])
            purged += read(edge, before, product) != content
        for address in (address_of(product), f"/products/{product['id']}/image"):
            edge.read(address)  # so that the edge has it
    return stale, purged


def by_new_address(edge, _before, now):
    return edge.read(address_of(now)).content


def by_old_address(edge, before, _now):
    found = edge.read(address_of(before))
    if found.status_code == 302:
        found = edge.read(found.headers["Location"].partition("/api/v1")[2])
    return found.content


def by_product(edge, _before, now):
    return edge.read(f"/products/{now['id']}/image").content


def gives_away(edge, person):
    """True if a stranger is shown the account that its owner has just read."""
    url = f"{person.path}?photo.jpg"
    mine = {"Authorization": f"Bearer {person.token}"}
    accepted(edge.read(url, headers=mine))
    return person.email in edge.read(url).text


def _timed(base, path):
    started = time.perf_counter()
    line = Line(base + path)
    first = _seconds(line, started)
    second = _seconds(line)
    line.close()
    return first * 1000, second * 1000


def _seconds(line, started=None):
    started = started or time.perf_counter()
    if (status := line.ask()) != 200:
        raise RuntimeError(f"An image was answered with {status}")
    return time.perf_counter() - started
