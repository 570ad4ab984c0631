"""Reads the metrics of the parts, as Prometheus would.

https://prometheus.io/docs/instrumenting/exposition_formats/
"""

import re
import time
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from secrets import token_hex
from typing import TypedDict
from urllib.request import ProxyHandler, Request, build_opener

from local.shapes import Run

LOOKS = 10  # readings from which a rate is calculated
PATIENCE = 1  # seconds: a frozen part times out
LINE = re.compile(r"(?P<name>shop_\w+)(?:\{(?P<labels>.*)\})? (?P<value>\S+)")
LABEL = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')
OWN = ("/metrics", "/health", "/ready")  # the paths of monitoring
SERVICES = ("accounts", "catalog", "inventory", "cart", "orders", "payments", "notifications")
OPENER = build_opener(ProxyHandler({}))


class Sample(TypedDict):
    name: str
    labels: dict[str, str]
    value: float


class Counted(TypedDict):
    requests: float  # since the part started
    per_second: float | None  # None after the first reading
    open: dict[str, float]  # orders by status, where the part has orders


class Scrape:
    """Reads the metrics repeatedly, and calculates rates from the differences between readings."""

    def __init__(self, token: str) -> None:
        self._token = token
        self._looks: dict[str, deque[tuple[float, float]]] = {}  # part: (when, requests)

    def look(self, run: Run) -> dict[str, Counted]:
        """Read the metrics of the parts that answer."""
        urls = addresses(run)
        with ThreadPoolExecutor(max(1, len(urls))) as threads:
            texts = dict(zip(urls, threads.map(self._read, urls.values()), strict=True))
        return {name: self._counted(name, text) for name, text in texts.items() if text}

    def _read(self, url: str) -> str:
        # Not sampled: https://www.w3.org/TR/trace-context/#sampled-flag
        head = {"traceparent": f"00-{token_hex(16)}-{token_hex(8)}-00"}
        asked = Request(url, headers={"Authorization": f"Bearer {self._token}", **head})
        try:
            with OPENER.open(asked, timeout=PATIENCE) as answer:
                return answer.read().decode()
        except OSError:
            return ""

    def _counted(self, name: str, text: str) -> Counted:
        found, now = list(samples(text)), time.monotonic()
        requests = sum(each["value"] for each in found if _is_request(each))
        looks = self._looks.setdefault(name, deque(maxlen=LOOKS))
        if looks and requests < looks[-1][1]:
            looks.clear()  # the part has restarted, and counts from 0 again
        looks.append((now, requests))
        is_open = [each for each in found if each["name"] == "shop_open_orders"]
        return {
            "requests": requests,
            "per_second": _rate(looks[0], now, requests),
            "open": {each["labels"]["status"]: each["value"] for each in is_open},
        }


def addresses(run: Run) -> dict[str, str]:
    """{part: URL of its metrics}: the door's by its own port, a service's beside its API."""
    offered = run.get("offers", {}).get("METRICS_URL")
    parts = run.get("parts", {})
    if not offered:
        return {}
    door = "gateway" if "gateway" in parts else "shop"
    there = {name: parts[name]["port"] for name in SERVICES if name in parts}
    urls = {name: f"http://127.0.0.1:{port}/api/v1/metrics" for name, port in there.items()}
    return {door: offered, **urls}


def samples(text: str) -> Iterator[Sample]:
    for line in text.splitlines():
        found = LINE.fullmatch(line)
        if found:
            labels = dict(LABEL.findall(found["labels"] or ""))
            yield {"name": found["name"], "labels": labels, "value": float(found["value"])}


def _is_request(sample: Mapping[str, object]) -> bool:
    labels = sample["labels"]
    route = labels.get("route", "") if isinstance(labels, dict) else ""
    return sample["name"] == "shop_requests_total" and not route.endswith(OWN)


def _rate(before: tuple[float, float], now: float, requests: float) -> float | None:
    since = now - before[0]
    return round((requests - before[1]) / since, 1) if since else None
