"""Draws flat shapes on a sheet of 512 x 512 units.

It draws at four times the size and scales down, so that edges are smooth.
"""

import math
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw

SIDE, FINE = 512, 4
INK, WHITE, CREAM, SAND, CLAY = "#33405a", "#ffffff", "#f6e9cf", "#e3c9a0", "#c8734e"
WOOD, BRASS, LEAF, MOSS, SKY = "#a8754f", "#d9a441", "#5f9e6e", "#3f7d5a", "#7fa8c9"
BARK, BRICK, SHADE = "#8c5f3e", "#b5623f", INK + "30"
ROSE, SUN, STEEL, NIGHT, PLUM = "#e08a87", "#f5cf6b", "#b9c3cf", "#4a5878", "#8d6a9f"

Point = tuple[float, float]


class Sheet:
    """A sheet to draw on. All lengths are in units; boxes are left, top, right, bottom."""

    def __init__(self, paper: str, glow: str) -> None:
        self.image = Image.new("RGB", (SIDE * FINE, SIDE * FINE), paper)
        self.pen = ImageDraw.Draw(self.image, "RGBA")
        self.disc(256, 256, 190, glow)

    def box(
        self, left: float, top: float, right: float, bottom: float, fill: str, radius: float = 0
    ) -> None:
        self.pen.rounded_rectangle(fine(left, top, right, bottom), radius * FINE, fill)

    def oval(self, left: float, top: float, right: float, bottom: float, fill: str) -> None:
        self.pen.ellipse(fine(left, top, right, bottom), fill)

    def disc(self, x: float, y: float, radius: float, fill: str) -> None:
        self.oval(x - radius, y - radius, x + radius, y + radius, fill)

    def ring(
        self,
        x: float,
        y: float,
        radius: float,
        width: int,
        fill: str,
        start: int = 0,
        end: int = 360,
    ) -> None:
        """An arc of a circle, in degrees clockwise from three o'clock."""
        self.line([on_circle(x, y, radius, turn) for turn in range(start, end + 1, 3)], width, fill)

    def line(self, points: Sequence[Point], width: int, fill: str) -> None:
        """A stroke with round ends and corners."""
        self.pen.line([fine(*point) for point in points], fill, width * FINE)
        for x, y in points:
            self.disc(x, y, width / 2, fill)

    def shape(self, points: Sequence[Point], fill: str) -> None:
        self.pen.polygon([fine(*point) for point in points], fill)

    def shadow(self, left: float, right: float, y: float = 404) -> None:
        self.oval(left, y - 12, right, y + 12, SHADE)

    def save(self, path: Path) -> None:
        small = self.image.resize((SIDE, SIDE), Image.Resampling.LANCZOS)
        small.save(path, "WEBP", quality=82, method=6)


def fine(*numbers: float) -> tuple[int, ...]:
    return tuple(round(number * FINE) for number in numbers)


def on_circle(x: float, y: float, radius: float, degrees: float) -> Point:
    turn = math.radians(degrees)
    return x + radius * math.cos(turn), y + radius * math.sin(turn)
