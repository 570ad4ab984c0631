"""A second copy of the monolith shares its database and nothing else: its files stay behind.

Two copies of stage 1 on one PostgreSQL, each with its own folder, as if on its own machine.
"""

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from local import postgres
from tests.contract.client import Shop
from tests.contract.pictures import picture
from tests.contract.showing import show
from tests.contract.steps import a_product, accepted, signed_in
from tests.drivers import stage1

from .opened import must


def shown():
    with two_copies() as copies:
        staff = signed_in(Shop(copies[0].url), *copies[0].staff)
        added = a_product(staff)
        accepted(show(staff, added, picture("PNG", 60, 30)), 202)
        yield f"{'':42}{'copy 1':>8}{'copy 2':>8}"
        seen = []
        for what, path, token in asked(f"/products/{added['id']}", staff.token):
            seen.append(
                [Shop(copy.url).call("GET", path, token=token).status_code for copy in copies]
            )
            yield f"{what:42}" + "".join(f"{status:8}" for status in seen[-1])
        must(seen == [[200, 200], [200, 404], [200, 401]], "Copy 2 answers differently.")


def asked(product, token):
    yield "a product that was added at copy 1", product, None
    yield "its image, which copy 1 has on its disk", f"{product}/image", None
    yield "its stock, with a token of copy 1", f"{product}/stock", token


@contextmanager
def two_copies():
    with TemporaryDirectory() as folder:
        there = Path(folder)
        with postgres.running(there / "postgres") as url:
            with stage1.running(data=there / "1", db=url) as one:
                with stage1.running(data=there / "2", db=url) as two:
                    yield one, two
