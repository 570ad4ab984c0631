"""The storefront's files and pages: their paths, contents and headers.

Files are named by a digest of all of them and can be cached forever; pages are revalidated by
their ETag. Path traversal is impossible: no file is opened by a name that a client sends.
"""

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "storefront"
PAGES = r"cart|sign-in|sign-up|signed-in|messages|account|staff|products/[\w-]+|orders(?:/[\w-]+)?"
STAFF = r"people|audit|analytics|exports|(?:products|imports)(?:/[\w-]+)?"
PAGE = re.compile(rf"/(?:{PAGES}|staff/(?:{STAFF}))?", re.ASCII)
FILE = re.compile(r"/assets/[0-9a-f]{12}/(?:[a-z_]+/)*[a-z_]+\.[a-z]+")
SUFFIXES = (".html", ".css", ".js", ".svg")
INDEX = "index.html"
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

    @cached_property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.content).hexdigest()[:20]}"'

    @cached_property
    def zipped(self) -> bytes:
        return gzip.compress(self.content, 9, mtime=0)


def headers(images: str = "") -> list[tuple[str, str]]:
    """A page's security headers. images: the origin that serves images, if not the shop's."""
    return [
        ("Content-Security-Policy", POLICY.format(images=f"'self' {images}".strip())),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Referrer-Policy", "same-origin"),
        ("X-Content-Type-Options", "nosniff"),
    ]


def files(about: str, prefix: str = "") -> dict[str, File]:
    """{"index.html" or "assets/…": file}. about: the stage that a page's footer names; prefix:
    PUBLIC_URL's path."""
    paths = sorted(path for path in FOLDER.rglob("*") if path.suffix in SUFFIXES)
    found = {path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in paths}
    digest = hashlib.sha256(repr(list(found.items())).encode()).hexdigest()[:12]
    page = _page(found.pop(INDEX).decode(), about, prefix, digest)
    made = {INDEX: File("text/html; charset=utf-8", REVALIDATE, page.encode())}
    for name, content in found.items():
        media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        made[f"assets/{digest}/{name}"] = File(media_type, FOREVER, content)
    return made


class Site:
    """The site in memory: a process reads its files once."""

    def __init__(self, about: str, prefix: str = "", images: str = "") -> None:
        """prefix: PUBLIC_URL's path, for a proxy that passes it on."""
        self.prefix, self.headers = prefix, headers(images)
        self.files = files(about, prefix)

    async def file(self, path: str) -> File | None:
        """The file at a path below PUBLIC_URL's prefix; None if the site has no such path."""
        return self.files.get(name_of(path) or "")


def name_of(path: str) -> str | None:
    """The name of the file that a path shows; None if it is not a path of the site."""
    if PAGE.fullmatch(path):
        return INDEX
    return path[1:] if FILE.fullmatch(path) else None


def _page(text: str, about: str, prefix: str, digest: str) -> str:
    """The one HTML page, filled in with its prefix, its files, and the stage that serves it."""
    for old, new in {
        '<base href="/">': f'<base href="{prefix}/">',
        '"assets/': f'"assets/{digest}/',
        'name="architecture" content=""': f'name="architecture" content="{about}"',
    }.items():
        if old not in text:
            raise ValueError(f"index.html has no {old}")
        text = text.replace(old, new)
    return text
