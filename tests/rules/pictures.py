"""Images to try: good ones, odd ones, and some that lie about themselves."""

import io
import struct
import zlib

from PIL import Image

SIGNATURE = b"\x89PNG\r\n\x1a\n"
COLOURS = {"red": (255, 0, 0), "blue": (0, 0, 255), "green": (0, 128, 0), "white": (255, 255, 255)}


def saved(image, form, **options):
    made = io.BytesIO()
    image.save(made, form, **options)
    return made.getvalue()


def opened(content):
    return Image.open(io.BytesIO(content))


def quarters(width, height, mode="RGB"):
    """Red and blue above, green and white below: which way up it is can be seen."""
    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height // 2))
    image.paste("green", (0, height // 2, width // 2, height))
    image.paste("white", (width // 2, height // 2, width, height))
    return image.convert(mode)


def colours(image):
    """The nearest named colour in the middle of each quarter, row by row."""
    rgb = image.convert("RGB")
    places = [(x, y) for y in (0.25, 0.75) for x in (0.25, 0.75)]
    return [_nearest(rgb.getpixel((int(x * rgb.width), int(y * rgb.height)))) for x, y in places]


def _nearest(pixel):
    def distance(name):
        return sum((a - b) ** 2 for a, b in zip(pixel, COLOURS[name], strict=True))

    return min(COLOURS, key=distance)


def turned(orientation, form="JPEG", **options):
    """quarters() as a camera held another way saves it. orientation: 1 to 8, as EXIF has it."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    return saved(quarters(80, 40), form, exif=exif, **options)


def animated(form):
    frames = [Image.new("RGB", (40, 20), colour) for colour in ("red", "blue", "green")]
    return saved(frames[0], form, save_all=True, append_images=frames[1:], duration=100)


def png_claiming(width, height):
    """A PNG whose header says so, with next to no pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0\0\0\0")
    return SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def jpeg_claiming(width, height):
    small = saved(quarters(8, 8), "JPEG")
    at = small.index(b"\xff\xc0") + 5  # the frame header: marker, length, precision, then these
    return small[:at] + struct.pack(">HH", height, width) + small[at + 4 :]


def webp_claiming(width, height):
    small = saved(quarters(8, 8), "WEBP")
    at = small.index(b"\x9d\x01\x2a") + 3  # the start code of a key frame, then these
    return small[:at] + struct.pack("<HH", width, height) + small[at + 4 :]


def png_with(name, content, after=b"IHDR"):
    """A good PNG with one chunk more, behind the one named `after`."""
    chunks = chunks_of(saved(quarters(8, 8), "PNG"))
    at = [named for named, _ in chunks].index(after) + 1
    return png_of([*chunks[:at], (name, content), *chunks[at:]])


def png_of(chunks):
    return SIGNATURE + b"".join(chunk(*each) for each in chunks)


def chunks_of(png):
    """[(name, content), …]"""
    at, found = len(SIGNATURE), []
    while at < len(png):
        end = at + 8 + struct.unpack(">I", png[at : at + 4])[0]
        found.append((png[at + 4 : at + 8], png[at + 8 : end]))
        at = end + 4  # behind the checksum
    return found


def chunk(name, content):
    checksum = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + checksum
