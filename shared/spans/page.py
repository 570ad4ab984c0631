"""A trace as an HTML page of its own: no script, and nothing fetched from anywhere."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from .reading import Span
from .sequence import arrows
from .svg import drawing
from .tree import in_depth, label, rows, short, summary

STYLE = Path(__file__).with_name("page.css")
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
SKIPPED = {"shop.rows", "code.file.path", "code.function.name"}  # shown in words of their own
KINDS = {"SERVER": "answers", "CLIENT": "asks", "PRODUCER": "sends", "CONSUMER": "receives"}


def page(spans: Sequence[Span], headline: str) -> str:
    """spans: of one trace."""
    root = in_depth(spans)[0][0]
    when = datetime.fromtimestamp(root.start / 1e9, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    parts = len({span.service for span in spans})
    about = f"{len(spans)} spans · {parts} part{'s'[: parts > 1]} · {when}"
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{escape(headline)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<style>{STYLE.read_text("utf-8")}</style></head><body><main>
<h1>{escape(headline)}</h1>
<p class="about">{escape(about)} · trace <code>{escape(root.trace_id)}</code></p>
<h2 id="sequence">Who asked whom</h2>
<p class="legend"><span class="request">request</span> <span class="message">message, by a queue
or a stream</span> <span class="answer">answer</span></p>
<div class="wide" tabindex="0" role="region" aria-labelledby="sequence">{drawing(spans)}</div>
<ol class="narrow">{"".join(_steps(spans))}</ol>
<h2>What took how long</h2>
<p class="hint">Open a line to see what it says.</p>
<div class="waterfall">{"".join(_lines(spans))}</div>
</main></body></html>
"""


def title(spans: Sequence[Span]) -> str:
    """What was asked for: "POST /users/…/orders"."""
    return short(in_depth(spans)[0][0].name)


def write(spans: Sequence[Span], headline: str, file: Path) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(page(spans, headline), encoding="utf-8")
    return file


def _steps(spans: Sequence[Span]) -> Iterator[str]:
    for arrow in arrows(spans):
        kind = "message" if arrow.is_message else "answer" if arrow.is_answer else "request"
        ends = f"{escape(arrow.sender)} <i>{'⇢' if arrow.is_message else '→'}</i> "
        ends += escape(arrow.receiver)
        yield f'<li class="{kind}"><b>{ends}</b> {escape(arrow.text)}</li>'


def _lines(spans: Sequence[Span]) -> Iterator[str]:
    began = min(span.start for span in spans)
    whole = max(1, max(span.end for span in spans) - began)
    by_id = {span.id: span for span in spans}
    for span, depth in in_depth(spans):
        left, width = (span.start - began) / whole * 100, (span.end - span.start) / whole * 100
        place = f"left:{min(left, 99.5):.2f}%;width:{width:.2f}%"
        kind = f"{_kind(span)}{' error' if span.error else ''}"
        name, note = label(span, by_id.get(span.parent_id)), summary(span)
        yield (
            f'<details style="--depth:{depth}"><summary>'
            f'<span class="name">{escape(name)} <small>{escape(note)}</small></span>'
            f'<span class="ms">{span.ms:.1f}</span>'
            f'<span class="track"><span class="bar {kind}" style="{place}"></span></span>'
            f"</summary><dl>{''.join(_said(span, began))}</dl></details>"
        )


def _said(span: Span, began: int) -> Iterator[str]:
    yield _pair("part", f"{span.service}, {KINDS.get(span.kind, 'works')}")
    yield _pair("began", f"{(span.start - began) / 1e6:.1f} ms after the first")
    if span.attributes.get("code.file.path"):
        code = f"{span.attributes['code.file.path']}: {span.attributes['code.function.name']}"
        yield _pair("code", code)
    for row in _rows(span):
        yield _pair("wrote", row)
    for name, value in sorted(span.attributes.items()):
        if name not in SKIPPED:
            yield _pair(name, str(value))
    if span.links:
        yield _pair("linked trace", ", ".join(span.links))


def _rows(span: Span) -> Iterator[str]:
    for row in rows(span):
        yield " ".join(row[part] for part in ("table", "key", "status") if part in row)


def _pair(name: str, value: str) -> str:
    return f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>"


def _kind(span: Span) -> str:
    if "db.system.name" in span.attributes:
        return "database"
    if span.kind in ("PRODUCER", "CONSUMER"):
        return "message"
    return "request" if span.kind in ("SERVER", "CLIENT") else "work"
