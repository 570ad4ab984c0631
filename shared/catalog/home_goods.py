"""How to draw lights, things for tea and coffee, and plants."""

import math

from sheet import (
    BARK,
    BRASS,
    BRICK,
    CLAY,
    CREAM,
    INK,
    LEAF,
    MOSS,
    NIGHT,
    PLUM,
    ROSE,
    SAND,
    SKY,
    STEEL,
    SUN,
    WHITE,
    WOOD,
    Point,
    Sheet,
    fine,
    on_circle,
)


def brass_desk_lamp(on: Sheet) -> None:
    on.shadow(150, 330)
    on.shape([(286, 196), (366, 160), (440, 404), (250, 404)], "#f5cf6b70")
    on.box(160, 378, 300, 404, BRASS, 12)
    on.line([(230, 380), (170, 250), (286, 150)], 12, INK)
    on.disc(170, 250, 14, BRASS)
    on.shape([(262, 128), (320, 104), (384, 156), (274, 206)], BRASS)
    on.disc(290, 118, 30, BRASS)


def paper_globe_lamp(on: Sheet) -> None:
    on.line([(256, 40), (256, 140)], 5, INK)
    on.disc(256, 266, 136, CREAM)
    for y in range(162, 380, 26):
        half = math.sqrt(136**2 - (y - 266) ** 2) - 4
        on.line([(256 - half, y), (256 + half, y)], 3, SAND)
    on.box(226, 124, 286, 140, INK, 6)
    on.box(232, 394, 280, 406, INK, 5)


def clip_on_reading_light(on: Sheet) -> None:
    on.shape([(300, 226), (400, 226), (446, 384), (254, 384)], "#f5cf6b60")
    on.box(70, 384, 442, 412, WOOD, 6)
    on.ring(244, 236, 100, 14, CREAM, 180, 330)
    on.line([(144, 236), (144, 350)], 14, CREAM)
    on.box(116, 340, 172, 430, CLAY, 12)
    on.box(286, 176, 414, 236, CLAY, 28)
    on.box(304, 224, 396, 240, SUN, 8)


def beeswax_candle(on: Sheet) -> None:
    on.shadow(150, 362)
    on.disc(256, 140, 60, "#f5cf6b50")
    on.oval(150, 372, 362, 410, STEEL)
    on.box(200, 208, 312, 392, BRASS, 12)
    on.oval(200, 194, 312, 226, SUN)
    on.line([(256, 208), (256, 178)], 5, INK)
    on.shape([(256, 92), (280, 152), (256, 180), (232, 152)], CLAY)
    on.disc(256, 154, 24, CLAY)
    on.disc(256, 160, 12, SUN)


def _steam(on: Sheet, *places: Point) -> None:
    for x, y in places:
        on.ring(x, y, 16, 6, WHITE, 90, 270)
        on.ring(x, y - 32, 16, 6, WHITE, -90, 90)


def creme_mug(on: Sheet) -> None:
    on.shadow(140, 350)
    _steam(on, (210, 150), (270, 140))
    on.ring(342, 290, 48, 20, CREAM)
    on.box(146, 200, 340, 402, CREAM, 44)
    on.box(146, 200, 340, 260, CREAM)
    on.oval(146, 184, 340, 220, SAND)
    on.oval(160, 190, 326, 214, WOOD)


def speckled_espresso_cup(on: Sheet) -> None:
    on.shadow(96, 416)
    _steam(on, (246, 190))
    on.oval(110, 362, 402, 404, STEEL)
    on.ring(330, 290, 34, 14, WHITE)
    on.box(176, 236, 330, 384, WHITE, 52)
    on.box(176, 236, 330, 290, WHITE)
    on.oval(176, 222, 330, 252, WOOD)
    for step in range(16):
        on.disc(192 + step * 53 % 122, 266 + step * 37 % 98, 3 + step % 3, NIGHT)


def cafe_au_lait_bowl(on: Sheet) -> None:
    on.shadow(160, 352)
    on.box(206, 376, 306, 404, SKY, 8)
    on.pen.pieslice(fine(106, 94, 406, 394), 0, 180, SKY)
    on.line([(124, 300), (388, 300)], 10, WHITE)
    on.oval(106, 222, 406, 266, WHITE)
    on.oval(122, 230, 390, 260, SAND)


def stoneware_teapot(on: Sheet) -> None:
    on.shadow(140, 372)
    on.shape([(336, 290), (398, 210), (450, 190), (456, 208), (424, 250), (346, 364)], CLAY)
    on.ring(150, 280, 60, 18, WOOD, 80, 280)
    on.oval(134, 196, 372, 406, CLAY)
    on.oval(190, 180, 316, 226, WOOD)
    on.disc(253, 172, 18, WOOD)
    on.line([(150, 312), (356, 312)], 6, CREAM)


def _pot(on: Sheet, left: float, right: float, top: float, colour: str, rim: str) -> None:
    on.shadow(left - 10, right + 10)
    on.shape([(left, top), (right, top), (right - 22, 404), (left + 22, 404)], colour)
    on.box(left - 12, top - 18, right + 12, top + 14, rim, 8)


def monstera(on: Sheet) -> None:
    for x, y, colour in ((160, 190, MOSS), (352, 180, MOSS), (256, 124, LEAF), (206, 238, LEAF)):
        on.line([(256, 320), (x, y)], 8, MOSS)
        on.disc(x, y, 58, colour)
        for turn in (20, 65, 115, 160):
            on.line([on_circle(x, y, 34, turn), on_circle(x, y, 60, turn)], 8, "#e9f1e4")
    _pot(on, 186, 326, 316, CLAY, BRICK)


def little_cactus(on: Sheet) -> None:
    on.line([(256, 250), (330, 250), (330, 196)], 36, LEAF)
    on.line([(256, 280), (186, 280), (186, 236)], 36, LEAF)
    on.line([(256, 150), (256, 330)], 84, LEAF)
    for x in (236, 256, 276):
        on.line([(x, 140), (x, 300)], 3, MOSS)
    on.disc(256, 104, 16, ROSE)
    on.disc(256, 104, 6, SUN)
    _pot(on, 180, 332, 322, CREAM, SAND)


def string_of_pearls(on: Sheet) -> None:
    on.line([(186, 150), (256, 36), (326, 150)], 5, WOOD)
    on.box(172, 140, 340, 262, CLAY, 44)
    on.box(172, 140, 340, 190, CLAY)
    for step in range(7):
        on.disc(178 + 26 * step, 136 - 8 * (step % 2), 15, (LEAF, MOSS)[step % 2])
    for x, length in ((166, 7), (192, 10), (218, 4), (294, 5), (320, 9), (346, 6)):
        for step in range(length):
            on.disc(x + 4 * (-1) ** step, 152 + 27 * step, 14, (MOSS, LEAF)[step % 2])


def jardiniere_with_herbs(on: Sheet) -> None:
    on.shadow(90, 422)
    for step in range(7):
        tip = 112 + 19 * step, 194 + 10 * abs(step - 3)
        on.line([(150 + 7 * step, 310), tip], 5, MOSS)
        on.disc(*tip, 10, LEAF)
    for x, y in ((232, 284), (292, 284), (246, 236), (282, 240), (262, 272), (264, 206)):
        on.disc(x, y, 26, (LEAF, MOSS)[x % 4 // 2])
    for step in range(6):
        tip = 322 + 16 * step, 180 + step % 3 * 18
        on.line([(338 + 9 * step, 310), tip], 6, LEAF)
        on.disc(*tip, 9, PLUM)
    on.box(96, 300, 416, 404, WOOD, 8)
    for y in (334, 370):
        on.line([(104, y), (408, y)], 3, BARK)
