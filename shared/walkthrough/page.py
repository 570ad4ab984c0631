"""Prints a walkthrough: a title, the curl command, and the shortened response.

Colored only on a terminal, and not if NO_COLOR is set (https://no-color.org).
"""

import json
import os
import re
import sys
import textwrap
from collections.abc import Collection

from .request import WIDTH, Answer, Asked, curl, fields

BOLD, GREEN, RED, CYAN, YELLOW = "1", "32", "31", "36", "33"
MOST = 2  # entries of a list
LONG = 40  # characters of a text before it is shortened: an id has 36
TOKEN = re.compile(r'("(?:[^"\\]|\\.)*")(:?)|(-?\d+(?:\.\d+)?|true|false|null)')


def is_colored() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def show_step(number: int, title: str, asked: Asked) -> None:
    lines = textwrap.wrap(title, WIDTH - 4)
    head = "\n    ".join(_paint(BOLD, line) for line in lines)
    print(f"\n{number:>2}  {head}\n\n{curl(asked)}\n", flush=True)


def show_answer(answer: Answer, shows: Collection[str], remark: str = "") -> None:
    """Print a response. shows: the fields to print; … stands for the others."""
    color = GREEN if answer.status < 400 else RED
    print(f"  {_paint(color, answer.title)}{remark and f'  {remark}'}")
    content = answer.content.get("data", answer.content)
    for line in fields(_short(content, shows), WIDTH - 4):
        print(f"  {_colored(line) if is_colored() else line}")
    sys.stdout.flush()


def show_remark(text: str) -> None:
    print(f"\n  {text}", flush=True)


def show_end(stage: str, command: str, about: str) -> None:
    print("\nEach curl line can be pasted into a shell in this folder.")
    print(f"Next: {command} {stage}   # {about}")


def _short(content: object, shows: Collection[str]) -> str:
    """The content as JSON, with … for the fields that are left out."""
    if isinstance(content, list):
        shown = [_short(each, shows) for each in content[:MOST]]
        return f"[{', '.join(shown + ['…'] * (len(content) > MOST))}]"
    if isinstance(content, dict):
        kept = {name: content[name] for name in shows if name in content}
        shown = [f'"{name}": {_short(value, shows)}' for name, value in kept.items()]
        return f"{{{', '.join(shown + ['…'] * (len(content) > len(kept)))}}}"
    if isinstance(content, str) and len(content) > LONG:
        content = f"{content[: LONG // 2]}…"
    return json.dumps(content, ensure_ascii=False)


def _colored(line: str) -> str:
    def painted(found: re.Match[str]) -> str:
        text, colon, plain = found.groups()
        if text:
            return _paint(CYAN if colon else GREEN, text) + colon
        return _paint(YELLOW, plain)

    return TOKEN.sub(painted, line)


def _paint(color: str, text: str) -> str:
    return f"\033[{color}m{text}\033[0m" if is_colored() else text
