"""The commands of a page: read from its fences, run in order, and held to what stands below them.

```console run          what it prints is compared; the exit code is 0
```console run fails    … the exit code is another
```console open         goes on to run, as in another terminal, until the page is over
```console run long     too long for `make test`: `make verify` runs it

A line `$ …` is a command; one that ends in a backslash goes on. What follows is what it prints: in
it … stands for anything in a line, and a line of its own for any lines. A command without such
lines is only held to its exit code.
"""

import os
import re
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from local import ports
from tests.drivers.ctrl_c import as_in_a_terminal

from .scratch import clean

FENCE = re.compile(r"^( *)```console((?: \w+)+)\n(.*?)^\1```$", re.M | re.S)
WORDS = {"run", "open", "long", "fails"}
COLOURS = re.compile(r"\033\[[\d;]*[A-Za-z]")
PATIENCE = 120  # seconds for what is not long
LONG = 1800
# What a page calls them.
DOORS = {"stage1": 8001, "stage2": 8002, "stage3": 8003, "move": 8004, "docs": 8000}


class Block(NamedTuple):
    words: frozenset
    steps: list  # [(command, lines it prints)]


def blocks(text):
    return [_block(match) for match in FENCE.finditer(text)]


def _block(match):
    words = frozenset(match[2].split())
    if words - WORDS or not words & {"run", "open"}:
        raise ValueError(f"```console{match[2]}: the words are {', '.join(sorted(WORDS))}")
    indent = len(match[1])
    return Block(words, _steps([line[indent:] for line in match[3].splitlines()]))


def _steps(lines):
    steps = []
    for line in lines:
        if line.startswith("$ "):
            steps.append((line[2:], []))
        elif steps and steps[-1][0].endswith("\\"):
            command, stated = steps.pop()
            steps.append((f"{command[:-1]}{line.strip()}", stated))
        elif steps:
            steps[-1][1].append(line)
        else:
            raise ValueError(f"No command comes before {line!r}")
    return steps


def fits(stated, said, so_far=False):
    """so_far: more may come."""
    pattern = "".join(map(_pattern, _trimmed(stated)))
    text = "".join(f"{line}\n" for line in _trimmed(COLOURS.sub("", said).splitlines()))
    return bool((re.match if so_far else re.fullmatch)(pattern, text))


def _pattern(line):
    if line == "…":
        return r"(?:.*\n)*?"
    return ".*?".join(map(re.escape, line.split("…"))) + r"\n"


def _trimmed(lines):
    lines = [line.rstrip() for line in lines]
    while lines and not lines[-1]:
        lines.pop()
    return lines


class Session:
    """A reader at a page: a clone, and what was left open in other terminals."""

    def __init__(self, where):
        self.where, self._opened, self._ports = where, [], {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process, _ in self._opened:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGINT)
        for process, output in self._opened:
            process.wait(PATIENCE)
            output.close()

    def follow(self, block):
        for command, stated in block.steps:
            act = self._open if "open" in block.words else self._run
            act(command, stated, block.words)

    def _run(self, command, stated, words):
        run = subprocess.run(
            self._moved(command),
            **self._how(command),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=LONG if "long" in words else PATIENCE,
        )
        said = self._as_on_the_page(run.stdout)
        assert bool(run.returncode) == ("fails" in words), f"$ {command}\n{said}"
        assert not stated or fits(stated, said), complaint(command, stated, said)

    def _open(self, command, stated, words):
        output = tempfile.TemporaryFile("w+", encoding="utf-8")
        how = self._how(command)
        process = subprocess.Popen(
            self._moved(command),
            **how,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=as_in_a_terminal,
        )
        self._opened.append((process, output))
        deadline = time.monotonic() + PATIENCE
        while not fits(stated, self._as_on_the_page(said := _read(output)), so_far=True):
            assert process.poll() is None, f"$ {command}\n{said}"
            assert time.monotonic() < deadline, complaint(command, stated, said)
            time.sleep(0.05)

    def _how(self, command):
        door = re.match(r"make (\w+)", command)
        env = clean()
        if door and door[1] in DOORS:
            env["PORT"] = str(self._port(DOORS[door[1]]))
        return {
            "shell": True,
            "cwd": self.where,
            "env": env,
            "text": True,
            "stdin": subprocess.DEVNULL,
        }

    def _port(self, number):
        """A free one, in the place of the one the page names."""
        return self._ports.setdefault(number, ports.free(but=self._ports.values()))

    def _moved(self, command):
        return re.sub(r"(?<=127\.0\.0\.1:)80\d\d", lambda m: str(self._port(int(m[0]))), command)

    def _as_on_the_page(self, said):
        for number, moved in self._ports.items():
            said = said.replace(f":{moved}", f":{number}")
        return said


def _read(output):
    return os.pread(output.fileno(), 1 << 20, 0).decode(errors="replace")


def complaint(command, stated, said):
    return "\n".join(["It printed something else:", f"$ {command}", *stated, "--- but", said])


def pages(root):
    """{path: its blocks} of all pages with commands to run."""
    files = [Path("README.md"), *sorted(p.relative_to(root) for p in (root / "docs").rglob("*.md"))]
    found = {file.as_posix(): blocks((root / file).read_text("utf-8")) for file in files}
    return {page: some for page, some in found.items() if some}
