"""What the terminal says of the control room when a stage has started."""

from spans.settings import ENDPOINT
from tests.contract.steps import eventually

WITHIN = 20  # seconds


def shown(stage):
    """What the terminal shows from the line on that says where the shop is."""
    lines = eventually(lambda: whole(stage.output().splitlines()), WITHIN)
    first = next(n for n, line in enumerate(lines) if line.startswith("The shop is open"))
    return lines[first:]


def whole(lines):
    assert any(line.startswith("Ctrl-C closes the shop") for line in lines)
    return lines


def knows(process):
    """Does the process know where spans go? A function's variable is empty if it should not."""
    return bool(process.environ().get(ENDPOINT))
