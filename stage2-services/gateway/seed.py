"""`python -m gateway.seed`: at first start, add the goods over HTTP, as a member of staff.

Idempotent: after an interrupted start, it adds only what is missing.
"""

import json
import sys
import time
from pathlib import Path

import requests

from shop_rules.shapes import Product

from chassis import discovery
from chassis.config import BASE, config
from chassis.shapes import Json

from .routing import service_of

GOODS = Path(__file__).parents[2] / "shared" / "catalog"
PATIENCE = 100  # seconds for the services to start
TIMEOUT = 10

Headers = dict[str, str]


class Unavailable(Exception):
    """A service is up, and what it needs, or what stands before it, is not yet."""


def main() -> None:
    done = config().data / "seeded"
    goods = json.loads((GOODS / "products.json").read_text())
    if done.exists():
        return
    config().data.mkdir(parents=True, exist_ok=True)
    if goods:
        _wait_for("accounts", "catalog", "inventory")
        _seed(goods, time.monotonic() + PATIENCE)
    done.touch()


def _seed(goods: list[dict[str, Json]], deadline: float) -> None:
    """Begins again as long as a service answers 503: what is there already is found."""
    while True:
        try:
            clerk = _signed_in()
            for good in reversed(goods):
                _seed_one(clerk, good)
            return
        except Unavailable as why:
            if time.monotonic() > deadline:
                sys.exit(f"The goods could not be put there: {why}")
            time.sleep(0.2)


def _seed_one(clerk: Headers, good: dict[str, Json]) -> None:
    stock, picture = good["stock"], good["picture"]
    described = {key: good[key] for key in good.keys() - {"stock", "picture"}}
    product: Product = _find(clerk, good["name"]) or _call(
        "POST", "/products", clerk, json=described
    )
    path = f"/products/{product['id']}"
    adjustments = f"{path}/stock/adjustments"
    if stock and not _call("GET", adjustments, clerk, params={"limit": 1}):
        opening = {"delta": stock, "reason": "Opening stock"}
        key = {"Idempotency-Key": f"opening-{product['id']}"}
        _call("POST", adjustments, clerk | key, json=opening)
    if not product["image_url"]:
        content = (GOODS / "pictures" / picture).read_bytes()
        _call("PUT", f"{path}/image", clerk | {"Content-Type": "image/webp"}, data=content)


def _find(clerk: Headers, name: str) -> Product | None:
    found: list[Product] = _call("GET", "/products", clerk, params={"q": name, "limit": 100})
    return next((product for product in found if product["name"] == name), None)


def _signed_in() -> Headers:
    staff = json.loads(config().sign_ins_file.read_text())["staff"]
    return {"Authorization": f"Bearer {_call('POST', '/tokens', {}, json=staff)['access_token']}"}


def _call(method: str, path: str, headers: Headers, **body: Json) -> Json:
    copies = discovery.addresses(service_of(path))
    if not copies:
        raise Unavailable(f"{method} {path}: no copy of {service_of(path)} is up")
    try:
        url = copies[0] + BASE + path
        answer = requests.request(method, url, headers=headers, timeout=TIMEOUT, **body)
    except requests.RequestException as failed:
        raise Unavailable(f"{method} {path}: {failed}") from failed
    if answer.status_code == 503:
        raise Unavailable(f"{method} {path}: {answer.text}")
    if not answer.ok:
        sys.exit(f"The goods could not be put there: {method} {path}: {answer.text}")
    return answer.json()["data"]


def _wait_for(*services: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not all(discovery.addresses(service) for service in services):
        if time.monotonic() > deadline:
            sys.exit(f"No goods yet: {' or '.join(services)} does not come up.")
        time.sleep(0.1)


if __name__ == "__main__":
    main()
