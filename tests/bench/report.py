"""How figures are shown: a table each, for the terminal or in Markdown."""

from dataclasses import dataclass, field

PERCENTILES = ["", "a second", "p50 ms", "p95 ms"]


@dataclass
class Table:
    title: str
    head: list
    rows: list = field(default_factory=list)
    remark: str = ""


def ratio(value, base):
    """ "0.91 ×": value as so many times the base."""
    return f"{value / base:.2f} ×"


def compared(name, figures, base):
    """A row of Figures, each with its ratio to those of the base (None: it is the base)."""
    values = (figures.rate, figures.p50, figures.p95)
    texts = [f"{figures.rate:.0f}" if figures.rate >= 100 else f"{figures.rate:.1f}"]
    texts += [f"{value:.1f}" for value in values[1:]]
    if base is None:
        return [name, *texts]
    bases = (base.rate, base.p50, base.p95)
    pairs = zip(texts, values, bases, strict=True)
    return [name, *(f"{text} ({ratio(value, of)})" for text, value, of in pairs)]


def told(counted, form, least):
    """ "orders 12, cart 3": the largest first, those below `least` left out."""
    shown = sorted(counted.items(), key=lambda pair: -pair[1])
    return ", ".join(f"{name} {form.format(value)}" for name, value in shown if value >= least)


def as_text(tables):
    return "\n\n".join("\n".join(_text(table)) for table in tables)


def as_markdown(tables):
    return "\n\n".join("\n".join(_markdown(table)) for table in tables) + "\n"


def _text(table):
    lines = [table.head, *table.rows]
    widths = [max(len(str(cell)) for cell in column) for column in zip(*lines, strict=True)]
    yield table.title.upper()
    for line in lines:
        cells = [str(cell).ljust(width) for cell, width in zip(line, widths, strict=True)]
        yield f"  {'  '.join(cells)}".rstrip()
    if table.remark:
        yield f"  {table.remark}"


def _markdown(table):
    yield f"## {table.title}\n"
    yield f"| {' | '.join(table.head)} |"
    yield f"|{' --- |' * len(table.head)}"
    yield from (f"| {' | '.join(map(str, row))} |" for row in table.rows)
    if table.remark:
        yield f"\n{table.remark}"
