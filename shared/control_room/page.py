"""The page's files, read once, and their response headers."""

import mimetypes
from pathlib import Path

from serving.site import REVALIDATE, File

FOLDER = Path(__file__).parent / "page"
SUFFIXES = (".html", ".css", ".js", ".svg")
INDEX = "index.html"
POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
HEADERS = [
    ("Content-Security-Policy", POLICY),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
]


def files(first: str = INDEX) -> dict[str, File]:
    """{path: file} for all paths that are served. first: the page at "/"."""
    found = {}
    for path in sorted(FOLDER.rglob("*")):
        if path.suffix in SUFFIXES:
            name = path.relative_to(FOLDER).as_posix()
            media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
            charset = "; charset=utf-8" if media_type.startswith("text/") else ""
            file = File(media_type + charset, REVALIDATE, path.read_bytes())
            found["/" if name == first else f"/{name.removesuffix('.html')}"] = file
    return found
