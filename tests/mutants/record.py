"""What was found so far, kept so that a run can be cut short and taken up again.

It stands under .data/mutants/<digest>: the digest of all that a verdict depends on, so what was
found of another source or another suite is never taken for this one's.
"""

import hashlib
import json

from .patch import ROOT
from .trial import Verdict

KEPT = ROOT / ".data" / "mutants"
SUITE = ("tests/contract", "tests/drivers", "tests/mutants")
SUITE += ("tests/local", "tests/rules", "tests/serving")
SUITE += ("tests/stage1", "tests/stage2", "tests/stage3")
SOURCE = {".py", ".acl", ".sql", ".toml", ".txt", ".yaml", ".ini", ".mako"}


class Record:
    def __init__(self, stage_name, folders):
        self.path = KEPT / digest((*folders, *SUITE)) / f"{stage_name}.jsonl"

    def forget(self):
        self.path.unlink(missing_ok=True)

    def caught(self):
        """{name: Verdict} of the wrong shops that are known to be caught."""
        if not self.path.exists():
            return {}
        verdicts = [Verdict(*json.loads(line)) for line in self.path.read_text().splitlines()]
        return {verdict.name: verdict for verdict in verdicts}

    def note(self, verdict):
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with open(self.path, "a", encoding="utf-8") as file:
            file.write(json.dumps(verdict) + "\n")


def digest(folders, kinds=SOURCE, but=()):
    """Of the names and contents of all source files below, without those of `but`."""
    files = sorted(path for folder in folders for path in (ROOT / folder).rglob("*"))
    total = hashlib.sha256()
    for path in files:
        if path.suffix in kinds and path not in but and path.is_file():
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            total.update(f"{path.relative_to(ROOT)} {content}\n".encode())
    return total.hexdigest()[:16]
