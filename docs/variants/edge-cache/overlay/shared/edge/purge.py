"""`python …/edge/purge.py TEXT [FOLDER …]`: remove from the edge what has TEXT in its key.

TEXT: such as the path of an image, or the id of a product. nginx removes nothing on request unless
you buy it, but it notices that a file is gone, and asks the shop again.
"""

import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KEPT = ".data/stage*/edge/kept"  # a copy opens one stage
HEAD = 4096  # bytes of a file that hold its key
KEY = re.compile(rb"\nKEY: ([^\n]*)\n")


# --8<-- [start:purge]
def purge(text: str, *folders: Path) -> list[str]:
    """The keys of what was removed. folders: the caches; by default those of this copy."""
    there = folders or ROOT.glob(KEPT)
    found = [(file, key) for each in there for file, key in _entries(each) if text in key]
    for file, _ in found:
        file.unlink(missing_ok=True)
    return sorted(key for _, key in found)


# --8<-- [end:purge]
def _entries(folder: Path) -> Iterator[tuple[Path, str]]:
    for file in folder.glob("*/*/*"):
        with suppress(FileNotFoundError), file.open("rb") as content:  # nginx removes some itself
            if key := KEY.search(content.read(HEAD)):
                yield file, key[1].decode(errors="replace")


if __name__ == "__main__":
    gone = purge(sys.argv[1], *map(Path, sys.argv[2:]))
    print(*(f"purged {key}" for key in gone), f"{len(gone)} removed", sep="\n")
