"""Of shared/spans what a function imports, and nothing of what receives and shows them."""

import shutil
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "shared" / "spans"
MODULES = (
    *("__init__", "exporter", "features", "http", "messages", "orders", "otlp", "outgoing"),
    *("recording", "rows", "settings", "span"),
)


FILES = [SOURCE / f"{name}.py" for name in MODULES]


def copy(folder: Path) -> None:
    folder.mkdir()
    for file in FILES:
        shutil.copy(file, folder)
