"""A request, and the curl command that sends the same request."""

import json
import re
import shlex
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.message import Message
from http import HTTPStatus
from pathlib import Path
from typing import Any, TypedDict
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

PATIENCE = 60  # seconds: the first call of a function waits for its cold start
WIDTH = 80  # columns: a longer curl command is wrapped between its options
JSON = "application/json"


class More(TypedDict, total=False):
    """The optional parts of a request."""

    token: Path
    headers: dict[str, str]
    body: Mapping[str, object]
    upload: Path
    save_etag: Path
    if_match: Path


@dataclass
class Asked:
    method: str
    url: str
    token: Path | None = None  # a file that holds the Authorization header
    headers: dict[str, str] = field(default_factory=dict)
    body: Mapping[str, object] | None = None
    upload: Path | None = None  # a file that is sent as it is
    save_etag: Path | None = None
    if_match: Path | None = None  # a file that holds an ETag


@dataclass
class Answer:
    status: int
    content: Any  # parsed JSON: the shop's response, or {}
    headers: Message

    @property
    def title(self) -> str:
        return f"{self.status} {HTTPStatus(self.status).phrase}"


def send(asked: Asked) -> Answer:
    """Send the request. Raises OSError if no server answers."""
    request = Request(asked.url, _content(asked), _headers(asked), method=asked.method)
    opener = build_opener(ProxyHandler({}))
    try:
        with opener.open(request, timeout=PATIENCE) as response:
            status, headers, content = response.status, response.headers, response.read()
    except HTTPError as refused:
        with refused:
            status, headers, content = refused.code, refused.headers, refused.read()
    if asked.save_etag and headers["ETag"]:
        asked.save_etag.write_text(f"{headers['ETag']}\n")
    return Answer(status, json.loads(content) if content else {}, headers)


def curl(asked: Asked) -> str:
    """The curl command, for a shell in the folder that the files' paths are relative to."""
    first = "curl -s"
    if asked.method != ("GET" if asked.body is None else "POST"):
        first += f" -X {asked.method}"
    words = [first, shlex.quote(asked.url), *_options(asked)]
    whole = " ".join(words)
    return whole if len(whole) <= WIDTH else " \\\n  ".join(words)


def _options(asked: Asked) -> Iterator[str]:
    if asked.token:
        yield f"-H {shlex.quote(f'@{asked.token}')}"
    if asked.if_match:
        yield f'-H "If-Match: $(cat {shlex.quote(str(asked.if_match))})"'
    for name, value in asked.headers.items():
        yield f"-H {shlex.quote(f'{name}: {value}')}"
    if asked.save_etag:
        yield f"--etag-save {shlex.quote(str(asked.save_etag))}"
    if asked.body is not None:
        yield f"-H 'Content-Type: {JSON}'"
        yield f"-d {shlex.quote(_broken(json.dumps(asked.body)))}"
    if asked.upload:
        yield f"--data-binary {shlex.quote(f'@{asked.upload}')}"


def _broken(body: str) -> str:
    """A long JSON body over several lines, wrapped between its fields."""
    return "\n    ".join(fields(body, WIDTH - 6))


def fields(text: str, width: int) -> list[str]:
    """JSON in lines, wrapped only at the spaces between fields, never inside a text or a pair."""
    held = re.sub(r'"(?:[^"\\]|\\.)*"(?:: )?', lambda found: found[0].replace(" ", "\0"), text)
    lines = textwrap.wrap(held, width, break_long_words=False, break_on_hyphens=False)
    return [line.replace("\0", " ") for line in lines]


def _headers(asked: Asked) -> dict[str, str]:
    headers = dict(asked.headers)
    if asked.token:
        name, _, value = asked.token.read_text().strip().partition(": ")
        headers[name] = value
    if asked.if_match:
        headers["If-Match"] = asked.if_match.read_text().strip()
    if asked.body is not None:
        headers["Content-Type"] = JSON
    return headers


def _content(asked: Asked) -> bytes | None:
    if asked.upload:
        return asked.upload.read_bytes()
    return None if asked.body is None else json.dumps(asked.body).encode()
