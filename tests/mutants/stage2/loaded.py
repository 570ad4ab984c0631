"""The project's files that a service loads, found by following imports."""

import ast
from functools import cache

SHELVES = ("stage2-services", "shared")


@cache
def loaded(root, folder):
    """The paths below root of the files in a folder, and of all that they import, recursively."""
    found, to_read = set(), [root / folder / path for path in (root / folder).rglob("*.py")]
    while to_read:
        path = to_read.pop()
        if path not in found:
            found.add(path)
            to_read += _imported(root, path)
    return {str(path.relative_to(root)) for path in found}


def _imported(root, path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            named = (node.module or "").replace(".", "/")
            shelves = [path.parent] if node.level else [root / shelf for shelf in SHELVES]
            for shelf in shelves:
                within = shelf / named
                modules = [within, *(within / alias.name for alias in node.names)]
                yield from (m.with_suffix(".py") for m in modules if m.with_suffix(".py").is_file())
