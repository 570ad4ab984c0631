"""The Makefile of a stage's branch, made of main's."""

import re

TARGETS = set(
    "help buy tour stop start kill scale ps logs staff reset contract format clean".split()
)
ELSEWHERE = """

{targets}:
	@echo "make $@ is on the branch main: git switch main" >&2; exit 2
"""


def of_one_stage(makefile: str, number: str) -> str:
    """The targets that need what the branch lacks say where they are."""
    targets = TARGETS | {f"stage{number}"} | ({"redrive"} if number in "23" else set())
    blocks = [block for block in makefile.split("\n\n") if _target(block) in {None, *targets}]
    others = set(re.findall(r"^([a-z0-9-]+):.*## ", makefile, re.M)) - targets
    phony = f".PHONY: {' '.join(sorted(targets | others))}\n"
    left = re.sub(r"\.PHONY:(?:.*\\\n)*.*\n", phony, "\n\n".join(blocks), count=1).rstrip()
    return left + ELSEWHERE.format(targets=" ".join(sorted(others)))


def _target(block: str) -> str | None:
    """None for a block that makes no target of help's list."""
    found = re.match(r"([a-z0-9-]+):.*## ", block)
    return found and found[1]
