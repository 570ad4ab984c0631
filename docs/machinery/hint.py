"""`python -m machinery.hint 4.1`: prints the next hint of an exercise, from docs/exercises/4.1.

How many were read is noted in the reader's copy: a copy that is set up anew begins with the first.
"""

import sys
import textwrap
from pathlib import Path

from local import command

from .exercise import copy_of, read
from .grade import check_is_set_up

NOTED = ".git/hints-read"
COLUMNS = 80


def main(number: str) -> None:
    hints = read(number)["hints"]
    check_is_set_up(number)
    noted = copy_of(number) / NOTED
    turn = min(already_read(noted) + 1, len(hints))
    print(f"Hint {turn} of {len(hints)} for exercise {number}:\n")
    print(textwrap.fill(hints[turn - 1], COLUMNS, break_long_words=False, break_on_hyphens=False))
    print(f"\n{what_then(number, turn, len(hints))}")
    noted.write_text(f"{turn}\n", encoding="utf-8")


def already_read(noted: Path) -> int:
    """The number of hints read so far; 0 if the note is missing or is no number."""
    try:
        return max(0, int(noted.read_text("utf-8")))
    except (FileNotFoundError, ValueError):
        return 0


def what_then(number: str, turn: int, number_of_hints: int) -> str:
    if turn < number_of_hints:
        return f"Still stuck? `make hint N={number}` says more."
    return f"This is the last hint. A solution is at the end of docs/exercises/{number}.md."


if __name__ == "__main__":
    sys.exit(command.run(main, sys.argv[1]))
