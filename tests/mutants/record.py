"""Records verdicts, so that an interrupted run can be resumed.

The record is in .data/mutants/<digest>. The digest covers all code that a verdict depends on, so
results of another source or another suite are never reused.
"""

import hashlib
import json

from .patch import ROOT
from .trial import Verdict

KEPT = ROOT / ".data" / "mutants"
SUITE = ("tests/contract", "tests/drivers", "tests/mutants")
SUITE += ("tests/local", "tests/rules", "tests/serving")
SUITE += ("tests/stage1", "tests/stage2", "tests/stage3")
SOURCE = {
    ".acl", ".aof", ".cedar", ".cedarschema", ".conf", ".css", ".csv", ".html", ".ini", ".jinja",
    ".js", ".json", ".mako", ".manifest", ".patch", ".proto", ".py", ".rdb", ".sh", ".sql", ".toml",
    ".txt", ".xz", ".yaml",
}  # fmt: skip


class Record:
    def __init__(self, stage_name, folders):
        self.path = KEPT / digest((*folders, *SUITE)) / f"{stage_name}.jsonl"

    def forget(self):
        self.path.unlink(missing_ok=True)

    def caught(self):
        """{name: Verdict} of the mutants that are known to be caught."""
        if not self.path.exists():
            return {}
        verdicts = [Verdict(*json.loads(line)) for line in self.path.read_text().splitlines()]
        return {verdict.name: verdict for verdict in verdicts}

    def note(self, verdict):
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with open(self.path, "a", encoding="utf-8") as file:
            file.write(json.dumps(verdict) + "\n")


def digest(folders, kinds=SOURCE, but=()):
    """The digest of the names and contents of all source files below, without those in `but`."""
    files = sorted(path for folder in folders for path in (ROOT / folder).rglob("*"))
    total = hashlib.sha256()
    for path in files:
        if path.suffix in kinds and path not in but and path.is_file():
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            total.update(f"{path.relative_to(ROOT)} {content}\n".encode())
    return total.hexdigest()[:16]
