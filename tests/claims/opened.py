"""A stage opened for a claim, and how a claim ends that does not hold."""

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.sites import Site
from tests.contract.steps import signed_in


@contextmanager
def running(driver, **how):
    """(Site, staff). driver: of tests.drivers, which says what else there is."""
    with TemporaryDirectory() as folder:
        with driver.running(data=Path(folder) / "data", **how) as stage:
            site = Site(stage)
            yield site, signed_in(site.shop, *stage.staff)


def must(holds, otherwise):
    """Ends the claim with one line if it does not hold here."""
    if not holds:
        raise SystemExit(otherwise)
