"""Uploads a product's image, and downloads it from where the shop stores it."""

import io
from urllib.parse import urlsplit

import requests
from PIL import Image

from shop_rules.shapes import Product

from .client import Person
from .forms import told
from .version import BASE


def show(
    person: Person, product: Product, content: bytes, media_type: str = "image/png"
) -> requests.Response:
    headers = {"Content-Type": media_type} if media_type else {}
    return person.put(f"/products/{product['id']}/image", data=content, headers=headers)


def fetch(url: str, accept: str | None = "*/*") -> tuple[str, bytes]:
    """(media type, bytes) of an image, after a redirect if there is one. accept: the header."""
    with requests.Session() as session:
        session.trust_env = False  # no proxy
        del session.headers["Accept"]
        answer = session.get(url, headers={"Accept": accept} if accept else None, timeout=60)
    assert answer.status_code == 200, told(answer)
    return answer.headers["Content-Type"], answer.content


def address_of(product: Product, size: str = "full") -> str:
    """The path of its image's own address, below the base URL."""
    path = urlsplit(product["image_url"] or "").path.partition(BASE)[2]
    return path if size == "full" else f"{path}?size={size}"


def image_of(product: Product) -> str:
    """The id of its image."""
    return address_of(product).rpartition("/")[2]


def shown(anyone: Person, product: Product, size: str = "full") -> tuple[str, bytes]:
    return fetch(f"{anyone.shop.url}/products/{product['id']}/image?size={size}")


def thumbnail(anyone: Person, product: Product) -> Image.Image:
    media_type, content = shown(anyone, product, "thumb")
    assert media_type == "image/webp"
    image = Image.open(io.BytesIO(content))
    assert image.format == "WEBP"
    return image.convert("RGB")
