"""The shops that are compared: stages started for this, or shops that run somewhere."""

import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path

from tests.contract.client import Person, Shop
from tests.contract.steps import accepted, sign_in
from tests.contract.version import ANY_BASE, BASE
from tests.restarts.buying import buy_and_restart

NAMES = ("1", "1-postgres", "2", "3")
TOKEN_SECONDS = 600  # an access token lives 900


class Staff(Person):
    """Signed in anew before the token is too old."""

    until = 0

    def call(self, method, path, *body, **how):
        if time.monotonic() > self.until:
            tokens = accepted(sign_in(self.shop, self.email, self.password), 201)
            self.token, self.until = tokens["access_token"], time.monotonic() + TOKEN_SECONDS
        return super().call(method, path, *body, **how)


def at(url, email, password, identity=""):
    """(shop, staff). identity: the address of the shop's OpenID provider."""
    shop = Shop(ANY_BASE.sub(BASE, url))
    shop.identity = identity
    return shop, Staff(shop, email=email, password=password)


@contextmanager
def together(shops):
    """Opens all at once, since each takes its time. shops: {name: context manager}"""
    with ExitStack() as stack, ThreadPoolExecutor(len(shops)) as side_by_side:
        opening = [side_by_side.submit(stack.enter_context, shop) for shop in shops.values()]
        yield dict(zip(shops, [each.result() for each in opening], strict=True))


@contextmanager
def of_stage(name, restarted=False, **how):
    """name: 1, 1-postgres, 2 or 3. restarted: stop it and start it again first. how: of the stage's
    driver. Yields (shop, staff)."""
    number, _, db = name.partition("-")
    driver = import_module(f"tests.drivers.stage{number}")
    with tempfile.TemporaryDirectory(prefix="differential-") as folder:
        kind = db or driver.DATABASES[0]
        with driver.running(data=Path(folder) / "data", db=kind, **how) as stage:
            if restarted:
                buy_and_restart(stage)
            yield at(stage.url, *stage.staff, stage.identity["IDENTITY_URL"])
