"""One hot part slows all: while many sign in, reading a product takes several times as long.

Hashing a password is slow by design. One process does both, on the same two cores.
"""

from functools import partial

from tests.bench import figures, load
from tests.bench.report import ratio
from tests.contract.steps import a_customer, accepted, sign_in
from tests.drivers import stage1

from .opened import must, running
from .watching import meanwhile

PEOPLE = 6
SECONDS, ROUNDS = 4, 3


def shown():
    with running(stage1) as (site, _):
        people = [a_customer(site.shop) for _ in range(PEOPLE)]
        found = figures.in_turn(
            {
                "alone": lambda: read(site),
                f"while {PEOPLE} people sign in": lambda: read_beside(site, people),
            },
            ROUNDS,
        )
        yield f"{'to read a product':28}{'p50 ms':>8}{'p95 ms':>8}"
        for name, figure in found.items():
            yield f"{name:28}{figure.p50:8.1f}{figure.p95:8.1f}"
        alone, beside = found.values()
        yield f"it takes {ratio(beside.p50, alone.p50)} as long"
        must(beside.p50 > 1.5 * alone.p50, "Sign-ins slow nothing down here.")


def read(site):
    return load.reads(site.url(), SECONDS, clients=1)


def read_beside(site, people):
    with signing_in(site.shop, people):
        return read(site)


def signing_in(shop, people):
    """Sign in repeatedly with each client during the block."""
    return meanwhile([partial(again, shop, person) for person in people])


def again(shop, person):
    accepted(sign_in(shop, person.email, person.password), 201)
