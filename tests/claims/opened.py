"""Starts a stage for a claim, and ends a claim that does not hold."""

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.sites import Site
from tests.contract.steps import signed_in


@contextmanager
def running(driver, **how):
    """Run a stage. Yields (Site, staff). driver: of tests.drivers, with its further options."""
    with TemporaryDirectory() as folder:
        with driver.running(data=Path(folder) / "data", **how) as stage:
            site = Site(stage)
            yield site, signed_in(site.shop, *stage.staff)


def must(holds, otherwise):
    """End the claim with a one-line message if it does not hold here."""
    if not holds:
        raise SystemExit(otherwise)
