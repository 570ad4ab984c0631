import pytest

from shop_rules import jpeg

from .hostile import FRAME, SCAN
from .pictures import quarters, saved

SMALL = saved(quarters(16, 8), "JPEG")
PROGRESSIVE = saved(quarters(16, 8), "JPEG", progressive=True)


def of_scans(count):
    return b"\xff\xd8" + FRAME + (SCAN + b"\x12") * count + b"\xff\xd9"


def with_segment(segment):
    return SMALL[:2] + segment + SMALL[2:]


@pytest.mark.parametrize("content", [SMALL, PROGRESSIVE])
def test_the_size_stands_in_the_frame_header(content):
    assert jpeg.size(content) == (16, 8)


def test_a_hundred_scans_are_taken_and_one_more_is_not():
    assert jpeg.size(of_scans(100)) == (16, 16)
    with pytest.raises(ValueError, match="more than 100 scans"):
        jpeg.size(of_scans(101))


def test_a_scan_ends_at_the_next_marker_that_is_no_part_of_it():
    for part in (b"", b"\xff\x00", b"\xff\xd0\x01\xff\xd7", b"\xff\xff\x00", b"\xff\xff"):
        assert jpeg.size(b"\xff\xd8" + FRAME + SCAN + part + b"\xff\xd9") == (16, 16)


def test_a_picture_inside_a_segment_is_not_looked_at():
    inside = PROGRESSIVE * 20
    segment = b"\xff\xe1" + (len(inside) + 2).to_bytes(2) + inside
    assert jpeg.size(with_segment(segment)) == (16, 8)


@pytest.mark.parametrize("fill", [b"\xff", b"\xff" * 1000])
def test_fill_bytes_may_stand_before_a_marker(fill):
    assert jpeg.size(with_segment(fill)) == (16, 8)


@pytest.mark.parametrize(
    "segment",
    [b"\0", b"ab", b"\xff\xfe\x00\x01", b"\xff\xfe\x00\x00", b"\xff\x05\x00\x02", b"\xff\xd8"],
)
def test_what_is_no_segment_is_refused(segment):
    with pytest.raises(ValueError, match="missing|damaged"):
        jpeg.size(with_segment(segment))


def test_one_frame_and_one_scan_at_least_make_a_picture():
    for middle in (b"", FRAME, SCAN, FRAME + FRAME + SCAN):
        with pytest.raises(ValueError, match="pixels|frame"):
            jpeg.size(b"\xff\xd8" + middle + b"\xff\xd9")


def test_more_than_ten_thousand_segments_are_refused():
    comment = b"\xff\xfe\x00\x02"
    assert jpeg.size(with_segment(comment * 9_900)) == (16, 8)
    with pytest.raises(ValueError, match="segments"):
        jpeg.size(with_segment(comment * 10_000))
