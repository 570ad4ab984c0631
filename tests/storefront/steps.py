"""What several of these tests do."""

import io

from PIL import Image


def on_screen(locator):
    """What an element looks like, as a picture."""
    return Image.open(io.BytesIO(locator.screenshot()))


def png(color="#7c9", size=64):
    """The bytes of a small image."""
    content = io.BytesIO()
    Image.new("RGB", (size, size), color).save(content, "PNG")
    return content.getvalue()
