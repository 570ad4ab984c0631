"""`python -m tests.control_room.screenshots`: screenshots for README and course.

Starts a stage (STAGE=2 by default) with its control room, buys something there, and replays
it: .data/screenshots/control-room-*.webp, and the animated one that README shows. Then it starts
all three, for a screenshot of the page that compares them, and a shop that moves while people buy.
"""

import io
import os
import shutil
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from PIL import Image

from local import command
from local.refusal import Refusal
from tests.drivers.stage import ROOT
from tests.move.opened import opened
from tests.storefront import browser as browsers

from .page import DESK, PHONE, PROJECTOR, Watched
from .test_compare_for_real import LONG, all_running
from .test_moving_for_real import moved
from .test_with_a_stage import Beside

FOLDER = ROOT / ".data" / "screenshots"
SHOWN = ROOT / "docs" / "pictures" / "control-room"
KEPT = ("control-room-order", "control-room-compare", "control-room-moving")
FRAMES = 56  # of the animated picture
FRAME_MS = 160
LAST_MS = 2500  # for the last frame: the order is confirmed, the books balance
WIDTH = 1120  # of its frames, in pixels
COMPARED = 0.5
AFTERWARDS = 20_000  # milliseconds, in which a unit's new color is seen in the chart
TELLING = 0.72  # of the way, where most is to be seen


def main(words):
    if not browsers.chromium():
        raise Refusal(browsers.HOW)
    stage = command.choice("STAGE", os.environ.get("STAGE") or "2", ("1", "2", "3"))
    for folder in (FOLDER, SHOWN):
        folder.mkdir(parents=True, exist_ok=True)
    driver = import_module(f"tests.drivers.stage{stage}")
    with tempfile.TemporaryDirectory() as folder, command.takes("about 6 minutes"):
        browsers.install()
        data, db = Path(folder) / "data", driver.DATABASES[0]
        with driver.running(data=data, db=db, env={"XRAY": "on"}) as running:
            take(Beside(running))
        take_compared(Path(folder) / "all")
        take_moving(Path(folder) / "move")
    for name in KEPT:
        shutil.copy(FOLDER / f"{name}.webp", SHOWN)


def take(room):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = browsers.launched(playwright)
        for name, viewport in (("desktop", DESK), ("phone", PHONE)):
            for dark in (False, True):
                page = bought(browser, room, viewport, dark)
                page.at(TELLING)
                scheme = "dark" if dark else "light"
                shot(page).save(FOLDER / f"control-room-{name}-{scheme}.webp", quality=80)
                page.close()
        page = bought(browser, room, PROJECTOR, False)
        animate(page, FOLDER / "control-room-order.webp")
        page.close()


def take_compared(folder):
    """One order in each stage, where stage 2 has answered and is still at work."""
    from playwright.sync_api import sync_playwright

    stack, rooms = all_running(folder)
    with stack, sync_playwright() as playwright:
        page = Watched(browsers.launched(playwright), rooms["2"], path="/compare")
        page.shows(".column", count=3)
        page.page.click("#everywhere")
        page.page.locator("#play", has_text="Pause").wait_for(timeout=LONG)
        page.page.click("#play")
        page.at(COMPARED)
        shot(page).save(FOLDER / "control-room-compare.webp", quality=80)
        page.close()


def take_moving(folder):
    """Two units are in stage 2, and the chart shows when."""
    from playwright.sync_api import sync_playwright

    with opened(folder, XRAY="on", LOAD="on") as shop, sync_playwright() as playwright:
        room = Beside(shop.stage)
        page = Watched(browsers.launched(playwright), room, DESK, first="[data-unit=catalog]")
        for unit in ("notifications", "catalog"):
            moved(page, unit)
        page.page.wait_for_timeout(AFTERWARDS)
        shot(page).save(FOLDER / "control-room-moving.webp", quality=80)
        page.close()


def bought(browser, room, viewport, dark):
    """A page on which an order was followed to its end, and stands still."""
    page = Watched(browser, room, viewport=viewport, dark=dark)
    page.shows("#verdict", "balance")
    page.page.click("#buy")
    confirmed = "#life .band[data-lane=orders][data-word=confirmed]"
    page.page.wait_for_selector(confirmed, state="attached")
    page.page.uncheck("#follow")
    return page


def animate(page, file):
    frames = []
    for number in range(FRAMES):
        page.at(number / (FRAMES - 1))
        frame = shot(page)
        frames.append(frame.resize((WIDTH, round(frame.height * WIDTH / frame.width))))
    how_long = [FRAME_MS] * (FRAMES - 1) + [LAST_MS]
    frames[0].save(
        file, save_all=True, append_images=frames[1:], duration=how_long, loop=0, quality=70
    )


def shot(page):
    return Image.open(io.BytesIO(page.page.screenshot())).convert("RGB")


if __name__ == "__main__":
    sys.exit(command.run(main, sys.argv[1:]))
