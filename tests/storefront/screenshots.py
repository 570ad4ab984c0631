"""`python -m tests.storefront.screenshots`: screenshots of the storefront, for README and course.

Starts a stage as `make contract` does (STAGE=, or URL= and STAFF_EMAIL= of one that runs), buys
something, and writes .data/screenshots/*.webp, for desktop and phone, light and dark. Those that
pages show go to docs/pictures/storefront.
"""

import io
import os
import shutil
import sys
from pathlib import Path

from PIL import Image

from local import command
from local.refusal import Refusal
from tests.contract.client import Shop
from tests.contract.steps import a_customer, accepted, put_in_cart, signed_in
from tests.drivers.__main__ import target
from tests.drivers.stage import ROOT

from . import browser as browsers

FOLDER = ROOT / ".data" / "screenshots"
SHOWN = ROOT / "docs" / "pictures" / "storefront"
KEPT = {
    "home-desktop-light",
    "home-phone-dark",
    "product-desktop-light",
    "cart-phone-light",
    "order-phone-dark",
    "staff-orders-desktop-light",
    "staff-product-desktop-dark",
}
SIZES = ("desktop", "phone")
WHOLE = {  # images of all of the page; elsewhere of what fits a screen
    f"{page}-{size}-{scheme}"
    for page, sizes in {
        "cart": ["desktop"],
        "order": SIZES,
        "staff-product": SIZES,
        "account": SIZES,
    }.items()
    for size in sizes
    for scheme in ("light", "dark")
}
CART = {"Brass desk lamp": 1, "Crème mug": 2, "Dot-grid notebook": 1}


def main(words):
    if not browsers.chromium():
        raise Refusal(browsers.HOW)
    for folder in (FOLDER, SHOWN):
        folder.mkdir(parents=True, exist_ok=True)
    with target(os.environ) as settings, command.takes("about 2 minutes"):
        browsers.install()
        take(settings, set(words))
    print(f"{len(list(FOLDER.glob('*.webp')))} pictures in {FOLDER.relative_to(ROOT)}")


def take(settings, wanted):
    from playwright.sync_api import sync_playwright

    from .tab import Visits

    shop = Shop(settings["SHOP_URL"])
    staff = signed_in(shop, settings["SHOP_STAFF_EMAIL"], settings["SHOP_STAFF_PASSWORD"])
    with sync_playwright() as playwright:
        visits = Visits(browsers.launched(playwright), shop.url)
        for name, page in pages(shop, staff, visits, wanted):
            file = FOLDER / f"{name}.webp"
            picture(page, file, is_whole=name in WHOLE)
            if name in KEPT:
                shutil.copy(file, SHOWN)


def pages(shop, staff, visits, wanted):
    """(name, page) of each image. wanted: sizes and schemes; all if it is empty."""
    from .tab import DESK, PHONE

    goods = {good["name"]: good for good in accepted(staff.get("/products", params={"limit": 100}))}
    for size in SIZES:
        viewport = PHONE if size == "phone" else DESK
        for scheme in ("light", "dark"):
            if wanted and not wanted & {size, scheme}:
                continue
            tab = visits(viewport=viewport, dark=scheme == "dark")
            for name in shown(tab, a_customer(shop), goods):
                yield f"{name}-{size}-{scheme}", tab.page
            clerk = visits(viewport=viewport, dark=scheme == "dark")
            clerk.sign_in(staff)
            for name in shown_to_staff(clerk, goods["Brass desk lamp"]):
                yield f"{name}-{size}-{scheme}", clerk.page


def shown(tab, customer, goods):
    """The names of a customer's pages, each once it is there to be seen."""
    tab.open()
    tab.sees("Show more", role="button")
    yield "home"
    tab.open(f"/products/{goods['Brass desk lamp']['id']}")
    tab.sees("More in Lighting")
    yield "product"
    tab.open("/sign-in")
    yield "sign-in"
    tab.sign_in(customer)
    for name, quantity in CART.items():
        put_in_cart(customer, goods[name], quantity)
    tab.open("/cart")
    tab.type_address()
    tab.page.evaluate("scrollTo(0, 0)")
    yield "cart"
    tab.order()
    tab.heading("Your order is confirmed")
    yield "order"
    tab.open("/orders")
    tab.sees("Confirmed")
    yield "orders"
    tab.open("/account")
    tab.sees("Sign out everywhere")
    yield "account"


def shown_to_staff(tab, product):
    tab.open("/staff")
    tab.page.get_by_role("button", name="Ship").first.click()
    tab.fill("Carrier", "Parcel Post")
    tab.fill("Tracking number", "PP 4471 9026")
    yield "staff-orders"
    tab.open(f"/staff/products/{product['id']}")
    tab.sees("Reserved")
    yield "staff-product"
    tab.open("/staff/people")
    tab.sees("Save", role="button")
    yield "staff-people"
    tab.open("/staff/audit")
    tab.sees("An operator set the roles")
    yield "staff-audit"


def picture(page, file: Path, is_whole: bool):
    page.wait_for_load_state("networkidle")
    page.evaluate("document.activeElement?.blur()")
    taken = page.screenshot(full_page=is_whole, animations="disabled")
    Image.open(io.BytesIO(taken)).save(file, "WEBP", quality=86, method=6)


if __name__ == "__main__":
    sys.exit(command.run(main, sys.argv[1:]))
