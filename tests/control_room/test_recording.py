"""The screenshots of the control room in README and course, as `make screenshots` takes them."""

import pytest
from PIL import Image

from tests.layout.house import ROOT

from .screenshots import FRAMES, KEPT, SHOWN

MOST = 3_000_000  # bytes of the recording
ANIMATED = "control-room-order"


def test_each_picture_is_there_and_no_other():
    assert sorted(path.stem for path in SHOWN.iterdir()) == sorted(KEPT)


def test_the_recording_moves_and_loads_quickly():
    file = SHOWN / f"{ANIMATED}.webp"
    assert file.stat().st_size < MOST
    with Image.open(file) as picture:
        assert picture.is_animated and picture.n_frames > FRAMES / 2  # equal frames are one


@pytest.mark.parametrize("page", ["README.md", "docs/control-room.md"])
def test_a_reader_sees_it_in_the_first_place(page):
    text = (ROOT / page).read_text("utf-8")
    assert f"pictures/control-room/{ANIMATED}.webp" in text


@pytest.mark.parametrize("name", KEPT)
def test_each_is_shown(name):
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    assert any(f"control-room/{name}.webp" in page.read_text("utf-8") for page in pages)
