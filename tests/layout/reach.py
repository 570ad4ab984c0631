"""What is deployed by itself, and the files it runs on: its own, and of the chassis and of the
rules those it imports, directly or through others."""

import tomllib
from functools import cache

from .house import (
    BESIDE_SERVICES,
    FEATURES,
    ROOT,
    SERVICES,
    absolute_imports,
    below,
    nodes,
    relative_imports,
)

DEPLOYED = ("stage1-monolith", *(f"{SERVICES}/{name}" for name in (*FEATURES, "gateway")))
# What a file runs in a child process, so that no import says it.
RUN_IN_A_CHILD = {f"{SERVICES}/chassis/decoder.py": "shared/shop_rules/thumbnails.py"}
PACKAGES = ("shop_rules", "serving", "spans")  # of shared/
SHARED = {"chassis": f"{SERVICES}/chassis", **{name: f"shared/{name}" for name in PACKAGES}}


def reached(folder, files):
    """{path: text} of whatever a process of that folder may import of ours."""
    found, todo = {}, [*below(files, folder), *_run_as(folder, files)]
    while todo:
        path = todo.pop()
        if path not in found:
            found[path] = files[path]
            todo += _next(path, files)
    return found


def run_by(folder):
    """The modules that parts.toml runs for it: `python -m granian`, `python -m chassis.migrate`."""
    service = folder.removeprefix(f"{SERVICES}/")
    ours = [part for part in _parts() if part.get("env", {}).get("SERVICE") == service]
    commands = [words for part in ours for words in _commands(part)]
    return {words[words.index("-m") + 1] for words in commands}


@cache
def _parts():
    return tuple(tomllib.loads((ROOT / SERVICES / "parts.toml").read_text())["parts"].values())


def _commands(part):
    return [part["command"], *part.get("before", []), *part.get("commands", {}).values()]


def _run_as(folder, files):
    paths = {f"{SERVICES}/{module.replace('.', '/')}.py" for module in run_by(folder)}
    return paths & files.keys()


def _next(path, files):
    """The files of the chassis and of the rules that this one imports."""
    named = [name.split(".") for name in _modules(files[path])]
    wanted = [f"{SHARED[parts[0]]}/{parts[1]}.py" for parts in named if parts[0] in SHARED]
    for parts in relative_imports(path, files[path]):
        if parts[0] in BESIDE_SERVICES:
            wanted += [f"{SERVICES}/{'/'.join(parts[:2])}.py"]
    if path.startswith(tuple(f"shared/{name}/" for name in PACKAGES)):
        wanted += [f"{path.rpartition('/')[0]}/{name}.py" for name in _siblings(files[path])]
    wanted.append(RUN_IN_A_CHILD.get(path))
    return [path for path in wanted if path in files]


def _modules(text):
    """a.b of `import a.b`, of `from a.b import c` and of `from a import b`."""
    for name, line in absolute_imports(text):
        yield from [name] if "." in name else _members(text, name, line)


def _members(text, name, line):
    for node in nodes(text):
        if getattr(node, "lineno", None) == line and getattr(node, "module", None) == name:
            yield from (f"{name}.{alias.name}" for alias in node.names)


def _siblings(text):
    """Of a folder that is no room: its modules import each other as `from . import x`."""
    for node in nodes(text):
        if getattr(node, "level", 0) == 1:
            yield from [node.module] if node.module else [alias.name for alias in node.names]
