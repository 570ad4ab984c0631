"""`python -m machinery.diff FEATURE FROM TO [ROLE]`: prints the difference between two stages.

With V=NAME: what that variant changes. In color and through a pager in a terminal; as plain text
anywhere else.
"""

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator

from local import command
from local.refusal import Refusal

from . import compare, tree, variants

DEFAULTS = ("", "1", "2", "")  # FEATURE, FROM, TO, ROLE
TRY = "Type: make diff FEATURE=orders FROM=1 TO=2"
COLOURS = {"---": "1", "+++": "1", "@@": "36", "+": "32", "-": "31"}  # by how a line begins


def main(words: list[str]) -> int | None:
    if os.environ.get("V"):
        return variants.main(os.environ["V"], "diff")
    given = [*words, *DEFAULTS[len(words) :]]
    words = [word or usual for word, usual in zip(given, DEFAULTS, strict=True)]
    feature, before, after, role = words
    roles = _chosen(feature, before, after, role)
    what = feature, before, after, roles
    show([*summary(*what), *differences(*what)])
    return None


def _chosen(feature: str, before: str, after: str, role: str) -> list[str]:
    """The roles to show."""
    if feature not in tree.FEATURES:
        raise Refusal(f"FEATURE={feature} is unknown. There are {', '.join(tree.FEATURES)}. {TRY}")
    for name, stage in (("FROM", before), ("TO", after)):
        if stage not in tree.ROOMS:
            raise Refusal(f"{name}={stage} is unknown. There are {', '.join(tree.ROOMS)}. {TRY}")
    there = tree.roles(feature)
    if role and role not in there:
        raise Refusal(
            f"ROLE={role} is unknown. There are {', '.join(there)} of {feature}. {TRY} ROLE=store"
        )
    return [role] if role else there


def summary(feature: str, before: str, after: str, roles: list[str]) -> Iterator[str]:
    yield f"{feature} from stage {before} to stage {after}"
    for role in roles:
        old, new = (tree.file(stage, feature, role) for stage in (before, after))
        counts = compare.count(compare.lines(old), compare.lines(new))
        parts = [f"{n:>4} {what}" for what, n in counts._asdict().items()]
        yield f"  {role:<13}{' '.join(parts)}" if old or new else f"  {role:<13}in neither"
    yield ""


def differences(feature: str, before: str, after: str, roles: list[str]) -> Iterator[str]:
    for role in roles:
        yield from compare.unified(
            tree.file(before, feature, role), tree.file(after, feature, role)
        )


def show(lines: Iterable[str]) -> None:
    if not sys.stdout.isatty():
        _print(lines)
        return
    plain = os.environ.get("NO_COLOR")
    text = "\n".join(line if plain else _coloured(line) for line in lines)
    pager = subprocess.run(["git", "var", "GIT_PAGER"], capture_output=True, text=True, check=True)
    settings = {"LESS": "FRX", **os.environ}  # git's: colors, no paging of short output
    subprocess.run(pager.stdout.strip(), shell=True, input=text + "\n", text=True, env=settings)


def _print(lines: Iterable[str]) -> None:
    try:
        print(*lines, sep="\n", flush=True)
    except BrokenPipeError:  # https://docs.python.org/3/library/signal.html#note-on-sigpipe
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _coloured(line: str) -> str:
    for begin, colour in COLOURS.items():
        if line.startswith(begin):
            return f"\033[{colour}m{line}\033[m"
    return line


if __name__ == "__main__":
    sys.exit(command.run(main, sys.argv[1:]))
