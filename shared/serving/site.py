"""The storefront's files and pages, as answers: what a path of the site brings, and with which headers.

Files are read once, so a path outside the folder can't be asked for: there is no file to open. They
are named by a digest of all of them and may be kept for good; pages are revalidated by their ETag.
"""

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass, field
from pathlib import Path

from shop_rules import etags

FOLDER = Path(__file__).parents[1] / "storefront"
PAGE = re.compile(
    r"/(?:cart|sign-in|sign-up|messages|account|staff|(?:orders|staff/products)(?:/[\w-]+)?|products/[\w-]+)?"
)
SUFFIXES = (".html", ".css", ".js", ".svg")
FOREVER = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"
POLICY = (
    "default-src 'self'; img-src {images}; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)


@dataclass(frozen=True)
class File:
    media_type: str
    cache: str
    content: bytes
    zipped: bytes = field(init=False)
    etag: str = field(init=False)

    def __post_init__(self):
        object.__setattr__(self, "zipped", gzip.compress(self.content, 9, mtime=0))
        object.__setattr__(self, "etag", f'"{hashlib.sha256(self.content).hexdigest()[:20]}"')


class Site:
    def __init__(self, about: str = "", prefix: str = "", images: str = ""):
        """about: what the foot of a page says answered; prefix: PUBLIC_URL's path; images: the
        origin that images are redirected to, if it is not the shop's own."""
        names = sorted(p.relative_to(FOLDER) for p in FOLDER.rglob("*") if p.suffix in SUFFIXES)
        found = {name.as_posix(): (FOLDER / name).read_bytes() for name in names}
        digest = hashlib.sha256(repr(sorted(found.items())).encode()).hexdigest()[:12]
        self.page = _page(found.pop("index.html"), about, prefix, digest)
        self.assets = {
            f"/assets/{digest}/{name}": File(mimetypes.guess_type(name)[0], FOREVER, content)
            for name, content in found.items()
        }
        self.headers = [
            ("Content-Security-Policy", POLICY.format(images=f"'self' {images}".strip())),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Referrer-Policy", "same-origin"),
            ("X-Content-Type-Options", "nosniff"),
        ]

    def file(self, path: str) -> File | None:
        """Of an address of the site, below PUBLIC_URL's prefix; None if it has no such address."""
        return self.page if PAGE.fullmatch(path) else self.assets.get(path)

    def answer(self, found: File, if_none_match: str | None, encodings: str) -> tuple:
        """(status, headers, body) to a GET."""
        is_zipped = "gzip" in encodings
        etag = f'{found.etag[:-1]}-gz"' if is_zipped else found.etag
        head = [("ETag", etag), ("Cache-Control", found.cache), ("Vary", "Accept-Encoding")]
        head += self.headers
        if etags.unchanged(if_none_match, etag):
            return 304, head, b""
        body = found.zipped if is_zipped else found.content
        head += [("Content-Type", found.media_type), ("Content-Length", str(len(body)))]
        return 200, head + ([("Content-Encoding", "gzip")] if is_zipped else []), body


def _page(content, about, prefix, digest):
    """The one HTML page, which knows where it is, which files belong to it, and who serves it."""
    text = content.decode()
    for old, new in {
        '<base href="/">': f'<base href="{prefix}/">',
        '"assets/': f'"assets/{digest}/',
        'name="architecture" content=""': f'name="architecture" content="{about}"',
    }.items():
        if old not in text:
            raise ValueError(f"index.html has no {old}")
        text = text.replace(old, new)
    return File("text/html; charset=utf-8", REVALIDATE, text.encode())
