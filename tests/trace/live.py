"""The spans of one order, by OTLP: of a shop that runs with SPANS=on, or of a stage of its own."""

from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from local.client import runs
from local.data import RUN, Data
from local.refusal import Refusal
from spans import asking
from spans.receiver import Receiver
from spans.settings import ENDPOINT
from walkthrough import traced

from . import order


def receiver_of(data: Data):
    """The address of the receiver beside the shop that runs there, or None."""
    run = data.read(RUN) if runs(data) else {}
    return run["offers"].get(ENDPOINT) if "spans" in run.get("parts", {}) else None


def of_running(data, url, which=None):
    """which: "last", or None to buy something and follow that."""
    if which is None:
        _, trace_id = traced.buy(data)
        return asking.trace(url, trace_id)
    known = asking.newest(url)
    if not known:
        raise Refusal("Nothing was done there yet, as far as the receiver knows.")
    return asking.trace(url, known[0].trace_id)


@contextmanager
def traced_stage(number):
    """(a stage that runs, the receiver of its spans)"""
    driver = import_module(f"tests.drivers.stage{number}")
    with Receiver() as receiver, TemporaryDirectory() as folder:
        with driver.running(data=Path(folder) / "data", env={ENDPOINT: receiver.url}) as stage:
            yield stage, receiver


def placed(stage, receiver):
    """The spans of an order's whole way."""
    _, trace_id = order.confirmed(stage)
    return whole(receiver, trace_id)


def whole(receiver, trace_id):
    return receiver.store.wait(trace_id, quiet=asking.QUIET)


def ancestors(span, by_id):
    """From the span that it stands in up to the first."""
    while span.parent_id in by_id:
        span = by_id[span.parent_id]
        yield span
