"""The Makefile of a stage's branch, derived from main's."""

import re

TARGETS = set(
    "help buy tour stop start kill scale ps logs staff reset contract format clean".split()
)
ELSEWHERE = """

{targets}:
	@echo "make $@ is on the branch main: git switch main" >&2; exit 2
"""


def of_one_stage(makefile: str, number: str) -> str:
    """The Makefile for one stage. Targets that need other files of main say to switch to main."""
    targets = TARGETS | {f"stage{number}"} | ({"redrive"} if number in "23" else set())
    blocks = [block for block in makefile.split("\n\n") if _target(block) in {None, *targets}]
    others = set(re.findall(r"^([a-z0-9-]+):.*## ", makefile, re.M)) - targets
    phony = f".PHONY: {' '.join(sorted(targets | others))}\n"
    left = re.sub(r"\.PHONY:(?:.*\\\n)*.*\n", phony, "\n\n".join(blocks), count=1).rstrip()
    return left + ELSEWHERE.format(targets=" ".join(sorted(others)))


def _target(block: str) -> str | None:
    """The name of the block's target; None unless `make help` lists it."""
    found = re.match(r"([a-z0-9-]+):.*## ", block)
    return found and found[1]
