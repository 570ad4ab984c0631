"""A product's picture: sent to the shop, and fetched from wherever the shop says it lies."""

import io

import requests
from PIL import Image

from .forms import told


def show(person, product, content, media_type="image/png"):
    headers = {"Content-Type": media_type} if media_type else {}
    return person.put(f"/products/{product['id']}/image", data=content, headers=headers)


def fetch(url):
    """(media type, bytes) of a picture, wherever the shop says that it lies."""
    with requests.Session() as session:
        session.trust_env = False  # no proxy
        answer = session.get(url, timeout=60)
    assert answer.status_code == 200, told(answer)
    return answer.headers["Content-Type"], answer.content


def shown(anyone, product, size="full"):
    return fetch(f"{anyone.shop.url}/products/{product['id']}/image?size={size}")


def thumbnail(anyone, product):
    media_type, content = shown(anyone, product, "thumb")
    assert media_type == "image/webp"
    image = Image.open(io.BytesIO(content))
    assert image.format == "WEBP"
    return image.convert("RGB")
