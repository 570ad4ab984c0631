"""Draws the product images: `python draw.py` writes pictures/*.webp, the same each time."""

from pathlib import Path

import desk_goods as desk
import home_goods as home
from sheet import Sheet

# (paper color, color of the glow behind the product): the products drawn on it
PAPERS = {
    ("#f3e4dc", "#f9f0ea"): [
        desk.dot_grid_notebook,
        home.brass_desk_lamp,
        desk.usb_c_cable,
        desk.pencil_pot,
    ],
    ("#dfe8ee", "#edf3f6"): [
        desk.spiral_sketchbook,
        home.beeswax_candle,
        home.stoneware_teapot,
        desk.walnut_tray,
    ],
    ("#dbe7df", "#e9f1e4"): [
        desk.creme_letter_paper,
        home.creme_mug,
        home.monstera,
        home.string_of_pearls,
    ],
    ("#f4ead2", "#faf4e5"): [
        desk.desk_calendar,
        home.cafe_au_lait_bowl,
        desk.wireless_charger,
        home.little_cactus,
    ],
    ("#5a6b8c", "#66789b"): [home.paper_globe_lamp, home.clip_on_reading_light],
    ("#f0d9d6", "#f7e8e5"): [
        home.speckled_espresso_cup,
        desk.braided_hdmi_cable,
        home.jardiniere_with_herbs,
    ],
    ("#d5e3e6", "#e4eef0"): [desk.naive_power_strip, desk.angstrom_ruler, desk.quiet_clock],
}


def main() -> None:
    folder = Path(__file__).parent / "pictures"
    folder.mkdir(exist_ok=True)
    for (paper, glow), goods in PAPERS.items():
        for good in goods:
            sheet = Sheet(paper, glow)
            good(sheet)
            sheet.save(folder / f"{good.__name__.replace('_', '-')}.webp")


if __name__ == "__main__":
    main()
