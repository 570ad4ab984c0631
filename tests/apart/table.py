"""The table of what still answers, as it stands in table.md: {part: {operation: cell}}."""

from pathlib import Path

FILE = Path(__file__).with_name("table.md")


def read():
    rows = [line for line in FILE.read_text().splitlines() if line.startswith("|")]
    head, _, *body = [[cell.strip() for cell in line.strip("|").split("|")] for line in rows]
    return {part: dict(zip(head[1:], cells, strict=True)) for part, *cells in body}


def shown(table):
    """Markdown."""
    operations = list(next(iter(table.values())))
    lines = [["without", *operations]]
    lines += [[part, *(row[name] for name in operations)] for part, row in table.items()]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, ["-" * width for width in widths])
    padded = [[cell.ljust(w) for cell, w in zip(line, widths, strict=True)] for line in lines]
    return "\n".join(f"| {' | '.join(line)} |" for line in padded)


def differences(wanted, found):
    return [
        f"without {part}, {name}: {found[part][name]}, not {cell}"
        for part in found
        for name, cell in wanted[part].items()
        if found[part][name] != cell
    ]
