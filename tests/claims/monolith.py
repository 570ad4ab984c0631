"""Stage 1 opened for a claim, and what several claims ask of it."""

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.sites import Site
from tests.contract.steps import signed_in
from tests.drivers import stage1


@contextmanager
def running(**how):
    """(Site, staff). how: of tests.drivers.stage1."""
    with TemporaryDirectory() as folder:
        with stage1.running(data=Path(folder) / "data", **how) as stage:
            site = Site(stage)
            yield site, signed_in(site.shop, *stage.staff)


def must(holds, otherwise):
    """Ends the claim with one line if it does not hold here."""
    if not holds:
        raise SystemExit(otherwise)
