"""What the control room costs: the same stage without it and with it, side by side in one run."""

import time
from collections import Counter
from contextlib import ExitStack

from local.xray import NAME
from spans.exporter import EVERY_SECONDS

from . import checkout, load, processes, reading, sites, standing
from .report import Table, ratio, told

SETTINGS = {"without": {"XRAY": "off"}, "with": {"XRAY": "on"}}
SENT_WITHIN = 4 * EVERY_SECONDS  # seconds until the room has the last spans, and has read them
REMARK = "In brackets: times without. The room's own work is counted apart."


def measured(stage, size, is_full):
    """Tables, as they come. stage: "1"."""
    name = f"stage {stage}"
    if is_full:
        yield seconds_to_come_up(name, size.rounds)
    with ExitStack() as stack:
        shops = {
            which: stack.enter_context(sites.running(name, **env))
            for which, env in SETTINGS.items()
        }
        yield standing.memory(shops)
        yield reading.throughput(shops, size)
        yield work("Processor time of a read", shops, reads(size), size.rounds)
        yield work("Processor time of an order", shops, orders(shops, size), size.rounds)


def seconds_to_come_up(name, rounds):
    """The least of so many starts on a folder that is there: what else runs only adds to it."""
    took = {which: [] for which in SETTINGS}
    for _ in range(rounds):
        for which, env in SETTINGS.items():
            took[which].append(sites.seconds_to_come_up(name, **env)[1])
    least = {which: min(each) for which, each in took.items()}
    rows = [[which, *compared("{:.1f}", s, least["without"])] for which, s in least.items()]
    return Table("Seconds to come up again", ["", "s"], rows, REMARK.partition(". ")[0] + ".")


def reads(size):
    def act(site):
        return load.reads(site.url(), size.seconds).rate * size.seconds

    return act


def orders(shops, size):
    buyers = {id(site): [checkout.Buyer(site) for _ in range(2)] for site in shops.values()}

    def act(site):
        return len(checkout.crowd(buyers[id(site)], size.orders // 4 + 1))

    return act


def work(title, shops, act, rounds):
    """act(site): does some operations, and returns how many. The rounds alternate."""
    spent, done = {which: Counter() for which in shops}, Counter()
    for _ in range(rounds):
        for which, site in shops.items():
            before = processes.processor(site.stage)
            done[which] += act(site)
            time.sleep(SENT_WITHIN)
            for part, seconds in processes.processor(site.stage).items():
                spent[which][part] += (seconds - before[part]) * 1000
    base, rows = None, []
    for which, parts in spent.items():
        each = {part: ms / done[which] for part, ms in parts.items()}
        room, shop = each.pop(NAME, 0.0), sum(each.values())
        base = base or shop
        shown = told(each, "{:.2f}", least=0.02)
        rows.append([which, *compared("{:.2f}", shop, base), f"{room:.2f}", shown])
    return Table(title, ["", "ms", "the room's ms", "where"], rows, REMARK)


def compared(form, value, base):
    """A cell: the value, with its ratio to another base."""
    text = form.format(value)
    return [text if value is base else f"{text} ({ratio(value, base)})"]
