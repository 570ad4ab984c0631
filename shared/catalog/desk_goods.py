"""How to draw paper, cables and what lies on a desk."""

from sheet import (
    BARK,
    BRASS,
    CLAY,
    CREAM,
    INK,
    LEAF,
    NIGHT,
    PLUM,
    ROSE,
    SAND,
    SHADE,
    SKY,
    STEEL,
    SUN,
    WHITE,
    WOOD,
    Sheet,
    on_circle,
)


def dot_grid_notebook(on: Sheet) -> None:
    on.shadow(140, 390)
    on.box(160, 112, 372, 400, WHITE, 10)
    on.box(146, 108, 358, 400, NIGHT, 12)
    on.box(146, 108, 176, 400, INK, 12)
    on.box(214, 160, 318, 216, CREAM, 6)
    on.line([(330, 112), (330, 396)], 8, ROSE)
    on.shape([(196, 400), (216, 400), (216, 440), (206, 430), (196, 440)], ROSE)


def spiral_sketchbook(on: Sheet) -> None:
    on.shadow(110, 402)
    on.box(112, 150, 400, 400, SAND, 10)
    on.box(112, 142, 400, 390, WHITE, 10)
    for x in range(136, 386, 28):
        on.line([(x, 128), (x, 156)], 8, INK)
    on.shape([(150, 356), (222, 250), (262, 306), (296, 268), (366, 356)], SKY)
    on.disc(322, 220, 24, SUN)


def creme_letter_paper(on: Sheet) -> None:
    on.shadow(110, 402)
    on.box(140, 120, 350, 330, WHITE, 6)
    for y in range(156, 260, 26):
        on.line([(166, y), (324, y)], 4, STEEL)
    on.box(112, 226, 400, 404, CREAM, 8)
    on.shape([(112, 234), (400, 234), (256, 338)], SAND)
    on.disc(256, 330, 22, CLAY)


def desk_calendar(on: Sheet) -> None:
    on.shadow(116, 396)
    on.box(124, 132, 388, 402, WHITE, 14)
    on.box(124, 132, 388, 196, ROSE, 14)
    on.box(124, 176, 388, 196, ROSE)
    for x in (182, 330):
        on.line([(x, 112), (x, 152)], 12, INK)
    for row in range(4):
        for column in range(5):
            day = SUN if (row, column) == (2, 3) else STEEL
            on.box(148 + 46 * column, 218 + 44 * row, 176 + 46 * column, 246 + 44 * row, day, 6)


def _coil(on: Sheet, colour: str, stitch: str) -> None:
    for radius in (130, 106, 82):
        on.ring(246, 268, radius, 15, colour)
        for turn in range(0, 360, 30):
            on.ring(246, 268, radius, 15, stitch, turn, turn + 6)


def usb_c_cable(on: Sheet) -> None:
    _coil(on, SKY, SKY)
    on.line([(376, 268), (392, 340)], 15, SKY)
    on.box(368, 336, 416, 392, STEEL, 10)
    on.box(378, 388, 406, 420, NIGHT, 8)


def braided_hdmi_cable(on: Sheet) -> None:
    _coil(on, PLUM, "#b79ac6")
    on.line([(376, 268), (384, 330)], 15, PLUM)
    on.box(346, 326, 424, 386, INK, 8)
    on.shape([(358, 386), (412, 386), (412, 402), (400, 414), (370, 414), (358, 402)], BRASS)


def wireless_charger(on: Sheet) -> None:
    on.shadow(116, 396, 380)
    on.line([(256, 300), (256, 512)], 12, WHITE)
    on.disc(256, 262, 142, NIGHT)
    on.disc(256, 254, 142, STEEL)
    on.disc(256, 254, 118, "#a9b4c2")
    bolt = [(272, 176), (210, 268), (250, 268), (236, 334), (304, 238), (262, 238)]
    on.shape(bolt, SUN)


def naive_power_strip(on: Sheet) -> None:
    on.line([(60, 300), (120, 256)], 16, INK)
    on.box(104, 196, 432, 322, INK, 30)
    on.box(104, 188, 432, 312, WHITE, 30)
    for x in (166, 250, 334):
        on.disc(x, 250, 36, STEEL)
        on.disc(x - 13, 250, 6, INK)
        on.disc(x + 13, 250, 6, INK)
    on.box(384, 222, 412, 278, CLAY, 8)


def pencil_pot(on: Sheet) -> None:
    on.shadow(170, 342)
    for x, top, colour in ((200, 130, ROSE), (236, 100, SUN), (276, 116, SKY), (312, 144, LEAF)):
        on.shape([(x - 14, top + 40), (x, top), (x + 14, top + 40)], CREAM)
        on.shape([(x - 5, top + 14), (x, top), (x + 5, top + 14)], INK)
        on.box(x - 14, top + 38, x + 14, 300, colour)
    on.box(174, 226, 338, 404, SAND, 14)
    on.box(174, 226, 338, 250, WOOD, 10)


def angstrom_ruler(on: Sheet) -> None:
    on.shape([(88, 372), (372, 88), (436, 152), (152, 436)], SHADE)
    on.shape([(80, 356), (364, 72), (432, 140), (148, 424)], STEEL)
    for step in range(1, 20):
        x, y, long = 80 + step * 14.2, 356 - step * 14.2, 30 if step % 5 == 0 else 17
        on.line([(x, y), (x + long, y + long)], 3, INK)
    on.disc(372, 132, 12, "#e9eef3")


def quiet_clock(on: Sheet) -> None:
    on.disc(262, 264, 150, SHADE)
    on.disc(256, 256, 150, NIGHT)
    on.disc(256, 256, 130, WHITE)
    for hour in range(12):
        ends = [on_circle(256, 256, radius, hour * 30) for radius in (106, 118)]
        on.line(ends, 8 if hour % 3 == 0 else 4, INK)
    on.line([(256, 256), (200, 216)], 10, INK)
    on.line([(256, 256), (308, 166)], 7, INK)
    on.line([(246, 230), (292, 346)], 4, CLAY)
    on.disc(256, 256, 10, CLAY)


def walnut_tray(on: Sheet) -> None:
    on.shadow(86, 426, 370)
    on.box(92, 168, 420, 372, "#7d5436", 40)
    on.box(92, 156, 420, 358, WOOD, 40)
    on.box(114, 176, 398, 338, BARK, 28)
    on.ring(182, 238, 26, 10, BRASS)
    on.line([(206, 250), (282, 290)], 10, BRASS)
    on.line([(258, 278), (250, 296)], 9, BRASS)
    for x, y in ((322, 222), (352, 270), (306, 300)):
        on.disc(x, y, 17, STEEL)
        on.disc(x, y, 11, "#d5dce4")
