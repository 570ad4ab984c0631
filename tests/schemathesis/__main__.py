"""`python -m tests.schemathesis`: tries everything that a version of the API allows and forbids.

From the environment: which shop and version of the API as for `make contract`, and SEED to send the
same again.
"""

import os
import random
import sys

from local import command
from local.refusal import Refusal
from tests.drivers.__main__ import VERSIONS, in_version, target

from .document import operations
from .roles import RIGHTFUL
from .runs import DOCUMENT, all_roles, document_of
from .sizes import LONG
from .tally import STATEFUL, added, summary

# What a chain of links must have got done, each step on what the one before it made.
CHAINED = [
    "POST /users/{user_id}/orders",
    "POST /orders/{order_id}/cancellation",
    "POST /orders/{order_id}/shipment",
    "POST /orders/{order_id}/delivery",
    "GET /orders/{order_id}/payment",
]


def main():
    given = os.environ.get("SEED") or str(random.getrandbits(32))
    seed = command.number("SEED", given, least=0)
    version = command.choice("API", os.environ.get("API") or "1", VERSIONS)
    with target(os.environ) as settings, command.takes("5 to 15 minutes"):
        settings = in_version(settings, version)
        print(f"Seed {seed}. To send the same again: SEED={seed}", flush=True)
        try:
            return judge(all_roles(settings, LONG, seed, tell), document_of(settings))
        except LookupError as refused:
            raise Refusal(refused.args[0]) from None


def tell(run):
    result = "no failure" if run.passed else f"failed:\n{run.output}"
    sent = f"{run.tally.requests():,} requests in {run.seconds:.0f} s"
    print(f"As {run.role}, seed {run.seed}: {sent}, {result}", flush=True)


def judge(runs, document):
    """The exit code."""
    print(*summary(added(run.tally for run in runs), operations(document)), sep="\n")
    missing = never_reached(added(run.tally for run in runs if run.role == RIGHTFUL), document)
    print(*missing, sep="\n")
    return 0 if all(run.passed for run in runs) and not missing else 1


def never_reached(tally, document=DOCUMENT, chained=CHAINED):
    """Sentences, one for each operation of which nothing is known but refusals."""
    never = [name for name in operations(document) if not tally.successes(name)]
    unchained = [name for name in chained if not tally.successes(name, STATEFUL)]
    return [
        *(f"{name} never succeeded." for name in never),
        *(f"{name} never succeeded in a chain of links." for name in unchained),
    ]


if __name__ == "__main__":
    sys.exit(command.run(main))
