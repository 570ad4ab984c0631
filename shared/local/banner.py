"""The screen a newcomer reads when the shop is open: 80 columns and 24 lines hold it."""

import re
from collections.abc import Collection, Iterator, Mapping
from urllib.parse import urljoin

from .shapes import SignIn, Stage
from .which import named

FRONT = "/"  # what the printed link opens: the storefront
COURSE = "docs/chapters/0-start-here.md"


def banner(
    address: str,
    about: Stage,
    sign_ins: Mapping[str, SignIn],
    parts: int,
    seconds: float,
    data: str = "",
    notes: Collection[str] = (),
) -> str:
    """sign_ins: by role; data: DATA, if given; notes: lines on what is beside it."""
    which = named(about["folder"], data)
    count = "1 part" if parts == 1 else f"{parts} parts"
    lines = [
        "",
        f"The shop is open: {urljoin(address, FRONT)}",
        *filter(None, notes),
        f"({about['name']}, {count}, up after {seconds:.1f} s)",
        "",
    ]
    if sign_ins:
        lines += ["Sign in with:", "", *_sign_ins(sign_ins), ""]
    lines += ["Next, in another terminal, in this folder:", ""]
    lines += [f"  {line}" for line in _to_try(about.get("try", []), which)]
    lines += [
        "",
        f"make logs {which} shows what the parts write; make help lists the rest.",
        f"The course begins in {COURSE}. make docs shows it as pages.",
        "",
        "Ctrl-C closes the shop; its data stays.",
        "",
    ]
    return "\n".join(lines)


def _sign_ins(people: Mapping[str, SignIn]) -> Iterator[str]:
    width = max(len(who["email"]) for who in people.values())
    for role, who in people.items():
        yield f"  {role:<10}{who['email']:<{width}}   {who['password']}"


def _to_try(lines: list[str], which: str) -> Iterator[str]:
    """The commands with the stage they are for, and their remarks in a column."""
    parted = [line.partition("#") for line in lines]
    commands = [
        re.sub(r"^make \w+", lambda found: f"{found[0]} {which}", command.rstrip())
        for command, _, _ in parted
    ]
    width = max(map(len, commands), default=0)
    for command, (_, mark, remark) in zip(commands, parted, strict=True):
        yield f"{command:<{width}}   {mark}{remark}".rstrip()
