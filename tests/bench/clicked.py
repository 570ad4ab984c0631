"""Events of visitors at all three stages: how many a second, how soon they count, and what a
million of them costs. Stage 1 is on PostgreSQL.

Stages 1 and 2 are billed by the processor time that they took, at the hourly price of the smallest
machine that has whole cores. Stage 3 is billed by what a meter in a copy of it counts.
"""

import time

from shop_rules import times
from tests.contract.clicks import funnel
from tests.contract.steps import HEALED, eventually, signed_in

from . import bill, buying, load, metered, month, processes, sites
from .buying import UPLOAD, upload
from .report import Table

MILLION, SENDERS = 1_000_000, 4
METERED = 10  # uploads that the meter looks at
HEAD = [
    "",
    "events a second",
    "seconds until all count",
    "processor ms for 1,000",
    "$ for a million",
]
REMARK = (
    f"Uploads of {UPLOAD} events by {SENDERS} senders. US dollars. Stages 1 and 2: processor "
    "time alone, of a busy machine; stage 3: {}, prices of {}, nothing free taken off."
)


def measured(size):
    """Tables, as they come."""
    rows = [of_servers(name, size.seconds) for name in ("stage 1", "stage 2")]
    rows.append(of_functions(size.seconds))
    price = bill.prices()
    yield Table("Events", HEAD, rows, REMARK.format(price["region"], price["looked_up"]))
    yield buying.measured(size)


def of_servers(name, seconds):
    with sites.running(name) as site:
        before = sum(processes.processor(site.stage).values())
        rate, waited, events = counted(site, seconds)
        work = (sum(processes.processor(site.stage).values()) - before) / events
    machine = next(each for each in month.prices()["machines"] if each["cores"] >= 1)
    dollars = work * MILLION / 3600 * machine["hour"] / machine["cores"]
    return [name, f"{rate:.0f}", f"{waited:.1f}", f"{work * 1_000_000:.0f}", f"{dollars:.4f}"]


def of_functions(seconds):
    with metered.running() as site:
        sender = Sender(site)
        sender.send()  # warms the functions up
        used = site.during(lambda: [sender.send() for _ in range(METERED)])
        costs = bill.costs(bill.Used.of(used, METERED), bill.prices())
        rate, waited, _ = counted(site, seconds)
    dollars = sum(costs.values()) / UPLOAD * MILLION
    return ["stage 3", f"{rate:.0f}", f"{waited:.1f}", "", f"{dollars:.4f}"]


def counted(site, seconds):
    """(events a second, seconds until the last one counts, events)"""
    staff, senders = signed_in(site.shop, *site.stage.staff), []

    def opened():
        senders.append(Sender(site))
        return senders[-1]

    before = _views(staff)
    rate = load.loop(opened, lambda sender: sender.send(), seconds, SENDERS).rate * UPLOAD
    ended, events = time.perf_counter(), sum(sender.events for sender in senders)
    eventually(lambda: _check_counted(staff, before + events), HEALED)
    return rate, time.perf_counter() - ended, events


class Sender:
    """One page that sends, without a token."""

    def __init__(self, site):
        self._site, self.events = site, 0

    def send(self):
        status = upload(self._site)
        if status != 202:
            raise RuntimeError(f"{UPLOAD} events were answered with {status}")
        self.events += UPLOAD

    def close(self):
        """Each thread's connection ends with it."""


def _views(staff):
    return funnel(staff, times.after(-24 * 3600))["product_viewed"]["events"]


def _check_counted(staff, events):
    assert _views(staff) == events
