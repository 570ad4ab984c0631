"""The figure that matters of a variant, from the box that its claim has recorded."""

from collections.abc import Sequence

from .tree import ROOT

MEASURED = ROOT / "docs/measured"


def recorded(claim: str, row: Sequence[str]) -> str:
    """The cells of a row, such as "1,436 (1,278 … 1,456) 1.71 × stage 1".

    row: what the lines above it and the row itself begin with, from above: ["a product", "mesh"].
    Empty if the claim was not recorded, or has no such row.
    """
    file = MEASURED / f"{claim}.txt"
    left, name = list(row), ""
    for line in file.read_text("utf-8").splitlines() if file.exists() else []:
        if left and line.strip().startswith(left[0]):
            name = left.pop(0)
            if not left:
                return " ".join(line.strip().removeprefix(name).split())
    return ""
