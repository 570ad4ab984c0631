"""`make tour STAGE=1`: the staff's side of a shop that runs: image, price, stock, shipment."""

import os
import secrets
import sys
from pathlib import Path

from local import command, private
from local.run import ROOT
from local.which import which

from . import page
from .buy import buy
from .walk import Walk

PICTURE = ROOT / "shared/catalog/pictures/creme-mug.webp"
MUG = {"name": "Enamel mug", "description": "It bounces.", "category": "Mugs", "price": 1290}
CHEAPER = {**MUG, "price": 990}
SHIPMENT = {"carrier": "Royal Mail", "tracking": "AB123456789GB"}


def main() -> None:
    private.keep_from_others()
    data = which(ROOT, os.environ)
    walk = Walk(data, "tour")
    token, _ = walk.sign_in("staff")
    _add(walk, token)
    buy(Walk(data, "buy", silent=True))  # so that there is something to ship
    _ship(walk, token)
    page.show_end(walk.stage, "make logs", "what the parts wrote meanwhile")


def _add(walk: Walk, token: Path) -> None:
    shows = ("id", "name", "price", "image_url")
    product = walk.step("Add a product.", "POST", "/products", shows, 201, token=token, body=MUG)
    path = f"/products/{product['id']}"
    walk.step(
        "Give it an image. The answer is 202: the thumbnail is made later.",
        "PUT",
        f"{path}/image",
        shows,
        202,
        token=token,
        headers={"Content-Type": "image/webp"},
        upload=Path(os.path.relpath(PICTURE)),
    )
    etag = walk.file("etag")
    walk.step(
        "Read it, and keep its ETag, which names this version of it.",
        "GET",
        path,
        ("name", "price", "updated_at"),
        save_etag=etag,
    )
    change = {"token": token, "if_match": etag, "body": CHEAPER}
    walk.step("Change the price of that version.", "PUT", path, shows, **change)
    walk.step(
        "Again, as if a colleague had read the same version: 412, and nothing is overwritten.",
        "PUT",
        path,
        ("title", "status", "detail"),
        412,
        **change,
    )
    walk.step(
        "Enter a delivery of 20. The key keeps it from being counted twice.",
        "POST",
        f"{path}/stock/adjustments",
        ("delta", "reason"),
        201,
        token=token,
        headers={"Idempotency-Key": f"tour-{secrets.token_hex(4)}"},
        body={"delta": 20, "reason": "First delivery"},
    )


def _ship(walk: Walk, token: Path) -> None:
    orders = walk.step(
        "See what is paid and waits to be shipped. (A customer has just bought something.)",
        "GET",
        "/orders?status=confirmed&limit=1",
        ("id", "status", "total"),
        until=bool,
        token=token,
    )
    walk.step(
        "Ship it.",
        "POST",
        f"/orders/{orders[0]['id']}/shipment",
        ("status", "shipment", "carrier", "tracking"),
        token=token,
        body=SHIPMENT,
    )


if __name__ == "__main__":
    sys.exit(command.run(main))
