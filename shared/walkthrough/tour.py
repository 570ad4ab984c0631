"""`make tour STAGE=1`: what staff do in a running shop: image, price, stock, import, shipping."""

import os
import secrets
import sys
from pathlib import Path

from local import command, private
from local.run import ROOT
from local.which import which

from . import page
from .buy import buy
from .request import More
from .walk import Walk

PICTURE = ROOT / "shared/catalog/pictures/creme-mug.webp"
GOODS = ROOT / "shared/catalog/import.csv"
MUG = {"name": "Enamel mug", "description": "It bounces.", "category": "Mugs", "price": 1290}
CHEAPER = {**MUG, "price": 990}
SHOWN = ("id", "name", "price", "image_url")
SHIPMENT = {"carrier": "Royal Mail", "tracking": "AB123456789GB"}


def main() -> None:
    private.keep_from_others()
    data = which(ROOT, os.environ)
    walk = Walk(data, "tour")
    token, _ = walk.sign_in("staff")
    product = walk.step("Add a product.", "POST /products", SHOWN, 201, token=token, body=MUG)
    path = f"/products/{product['id']}"
    _give_image(walk, token, f"PUT {path}/image")
    _change_price(walk, token, path)
    _deliver(walk, token, f"POST {path}/stock/adjustments")
    _import(walk, token)
    buy(Walk(data, "buy", silent=True))  # so that there is something to ship
    _ship(walk, token)
    page.show_end(walk.stage, "make logs", "what the parts wrote meanwhile")


def _give_image(walk: Walk, token: Path, put: str) -> None:
    walk.step(
        "Give it an image. The answer is 202: the thumbnail is made later.",
        put,
        SHOWN,
        202,
        token=token,
        headers={"Content-Type": "image/webp"},
        upload=Path(os.path.relpath(PICTURE)),
    )


def _change_price(walk: Walk, token: Path, path: str) -> None:
    etag = walk.file("etag")
    read = "Read it, and keep its ETag, which names this version of it."
    walk.step(read, f"GET {path}", ("name", "price", "updated_at"), save_etag=etag)
    change: More = {"token": token, "if_match": etag, "body": CHEAPER}
    walk.step("Change the price of that version.", f"PUT {path}", SHOWN, **change)
    again = "Again, as if a colleague had read the same version: nothing is overwritten."
    walk.step(again, f"PUT {path}", ("title", "status", "detail"), 412, **change)


def _deliver(walk: Walk, token: Path, post: str) -> None:
    walk.step(
        "Enter a delivery of 20. The key keeps it from being counted twice.",
        post,
        ("delta", "reason"),
        201,
        token=token,
        headers={"Idempotency-Key": f"tour-{secrets.token_hex(4)}"},
        body={"delta": 20, "reason": "First delivery"},
    )


def _import(walk: Walk, token: Path) -> None:
    begun = walk.step(
        "Import a file of products. The answer is 202: its rows are applied later.",
        "POST /product-imports",
        ("id", "state", "rows"),
        202,
        token=token,
        headers={"Content-Type": "text/csv", "Idempotency-Key": f"tour-{secrets.token_hex(4)}"},
        upload=Path(os.path.relpath(GOODS)),
    )
    walk.step(
        "Read the report. One row is wrong, and did not stop the others.",
        f"GET /product-imports/{begun['id']}",
        ("state", "rows", "rows_done", "rows_failed", "errors", "line", "detail"),
        until=lambda report: report["state"] == "finished",
        token=token,
    )


def _ship(walk: Walk, token: Path) -> None:
    orders = walk.step(
        "See what is paid and waits to be shipped. (A customer has just bought something.)",
        "GET /orders?status=confirmed&limit=1",
        ("id", "status", "total"),
        until=bool,
        token=token,
    )
    walk.step(
        "Ship it.",
        f"POST /orders/{orders[0]['id']}/shipment",
        ("status", "shipment", "carrier", "tracking"),
        token=token,
        body=SHIPMENT,
    )


if __name__ == "__main__":
    sys.exit(command.run(main))
