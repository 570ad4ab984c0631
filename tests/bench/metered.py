"""Stage 3 with a meter in it, and the operations that are measured there."""

import json
import shutil
import time
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.contract.client import NOTHING
from tests.contract.steps import ADDRESS, a_customer, a_product, new_key, signed_in
from tests.drivers import stage3
from tests.drivers.aws import client_of, function_of
from tests.drivers.stage import AS_READERS
from tests.mutants.patch import ROOT, Patch, wrong_copy
from tests.trace import cloudwatch

from .sites import Site

FOLDERS = ("stage3-serverless", "shared")
CLIENT = "_session().create_client(service, endpoint_url=address, config=patience)"
METER = Patch(
    "stage3-serverless/chalicelib/aws.py",
    f"    return {CLIENT}",
    f"    from .meter import watched\n\n    return watched({CLIENT})",
)
PRODUCTS = 25  # more than a page
QUIET_SECONDS = 2
SWEEP = "Sweep"
# https://docs.aws.amazon.com/eventbridge/latest/ref/events-structure.html
A_MINUTE_PASSED = {"version": "0", "id": "1", "account": "1", "region": "", "time": ""}
A_MINUTE_PASSED |= {"detail-type": "Scheduled Event", "source": "", "resources": [], "detail": {}}
FOLLOWING = ("APIHandler", "RelayOrders", "SettleOrder", "NoteStock", "ForgetPerson", "CountClicks")


class Metered(Site):
    def __init__(self, stage):
        super().__init__(stage)
        staff = signed_in(self.shop, *stage.staff)
        for _ in range(PRODUCTS):
            a_product(staff, stock=0)
        self._logs = self.client("logs")

    def client(self, service):
        return client_of(self.stage, service)

    def during(self, act):
        """The invocations, cloudwatch.Invocation, of act() and of what followed from it."""
        before = self.quiet()
        act()
        return [each for id, each in self.quiet().items() if id not in before]

    def sweeps(self, times):
        """The invocations of so many sweeps, when there is nothing to do, by a warm host."""
        functions = self.client("lambda")
        name = function_of(self.stage, SWEEP)["FunctionName"]
        sweep = {"FunctionName": name, "Payload": json.dumps(A_MINUTE_PASSED)}
        functions.invoke(**sweep)
        before = self._invocations([SWEEP])
        for _ in range(times):
            assert "FunctionError" not in functions.invoke(**sweep)
        return [each for id, each in self._invocations([SWEEP]).items() if id not in before]

    def quiet(self):
        """{id: invocation} of what follows from requests, once nothing is added any more."""
        found, before = self._invocations(FOLLOWING), None
        while found.keys() != before:
            time.sleep(QUIET_SECONDS)
            found, before = self._invocations(FOLLOWING), found.keys()
        return found

    def _invocations(self, functions):
        all_of_them = cloudwatch.invocations(self._logs)
        return {each.id: each for each in all_of_them if each.function in functions}


class Operations:
    """What a customer does, by name."""

    def __init__(self, site):
        self._person, self._product = a_customer(site.shop), site.product
        self.all = {
            "a product": lambda: self._ask("GET", f"/products/{self._product['id']}"),
            "a list of 20": lambda: self._ask("GET", "/products?limit=20"),
            "put in the cart": self.fill,
            "place an order": self.place,
        }

    def warm_up(self):
        """The first of each makes sessions and clients."""
        for act in self.all.values():
            self.fill()
            act()

    def fill(self):
        path = f"{self._person.path}/cart/items/{self._product['id']}"
        self._ask("PUT", path, {"quantity": 1})

    def place(self):
        wanted = {"payment_method": "pm_card_visa", "shipping_address": ADDRESS}
        self._ask("POST", f"{self._person.path}/orders", wanted)

    def _ask(self, method, path, body=NOTHING):
        more = {"headers": new_key()} if method == "POST" else {}
        self._person.call(method, path, json=body, **more).raise_for_status()


@contextmanager
def running(root=ROOT, catalog="[]"):
    """A Metered site. root: the repository, or a variant's copy. catalog: the products that it has
    at first, as JSON; None: those of the repository."""
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        wrong_copy([METER], FOLDERS, copy, root)
        source = copy / "stage3-serverless"
        shutil.copy(Path(__file__).with_name("meter.py"), source / "chalicelib")
        if catalog is not None:
            (copy / "shared/catalog/products.json").write_text(catalog)
        env = {"PYTHONPATH": str(copy / "shared"), **AS_READERS}
        with stage3.running(data=Path(folder) / "data", source=source, env=env) as stage:
            yield Metered(stage)
