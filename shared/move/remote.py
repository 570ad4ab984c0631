"""The calls that stage 1 makes to services over HTTP, in place of calls within the process."""

import random
import time
from collections.abc import Collection
from functools import cache
from typing import NamedTuple

import requests

from shop_rules.errors import Unavailable
from shop_rules.shapes import Cents, ProductId

from chassis import discovery, service_tokens, telemetry
from chassis.shapes import ProductToBuy

from .guard import BASE, Moved

TIMEOUT = 1, 5  # seconds to connect, and for an answer
TRIES = 3
PAUSE_SECONDS = 0.05


class Product(NamedTuple):
    """The columns of stage 1's product row that a cart needs."""

    id: ProductId
    name: str
    price: Cents
    archived: bool


def products(product_ids: Collection[ProductId]) -> dict[ProductId, Product]:
    """Ask the catalog for products. Moved if it no longer holds them, Unavailable if it is down."""
    if not product_ids:
        return {}
    found: list[ProductToBuy] = _get("catalog", f"/products?ids={','.join(product_ids)}")["data"]
    return {row["id"]: Product(**row) for row in found}


def _get(service: str, path: str) -> dict[str, list[ProductToBuy]]:
    for attempt in range(TRIES):
        time.sleep(attempt * random.uniform(0.5, 1.5) * PAUSE_SECONDS)
        for address in discovery.addresses(service)[:1]:
            answer = _asked(service, f"{address}{BASE}/internal{path}")
            if answer is not None and answer.status_code == Moved.status:
                raise Moved(f"{service} is not held there.")
            if answer is not None and answer.ok:
                found: dict[str, list[ProductToBuy]] = answer.json()
                return found
    raise Unavailable(f"{service} is unavailable.")


def _asked(service: str, url: str) -> requests.Response | None:
    headers = {
        "Authorization": f"Bearer {service_tokens.made(service)}",
        "X-Request-ID": telemetry.request_id(),
        "traceparent": telemetry.next_traceparent(),
    }
    try:
        return _session().get(url, headers=headers, timeout=TIMEOUT, allow_redirects=False)
    except requests.RequestException:
        return None


@cache
def _session() -> requests.Session:
    """One pool of connections for all threads."""
    session = requests.Session()
    session.mount("http", requests.adapters.HTTPAdapter(pool_maxsize=32))
    session.trust_env = False  # ignore proxies and .netrc
    return session
