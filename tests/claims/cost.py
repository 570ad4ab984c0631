"""Functions are the cheapest for a small shop, and the most expensive for a large one.

The work of an order and its visits is measured here; its cost per month follows from the prices
and assumptions in tests/bench (servers.toml, prices.toml, month.py). SAVE=yes also draws the
chart.
"""

import os
from functools import partial
from pathlib import Path

from tests.bench import bill, chart, checkout, functions, load, metered, month, processes, sites

SECONDS, ORDERS, ROUNDS = 3, 4, 3
PICTURE = Path(__file__).parents[2] / "docs/measured/cost.svg"
AXES = ((100, 10_000_000), (1, 100_000))  # orders, dollars
SCALES = (1_000, 100_000, 10_000_000)
KIND = {"postgres": "postgres", "redis": "redis", "cache": "redis", "sandbox": "", "objects": ""}
APART = ("API Gateway", "logs")  # calculated by month.py, in tiers; not counted for any stage
MONOLITH, SPARE = "stage 1, one machine", "stage 1 and a spare"


def shown():
    price = month.prices()
    one, two = work("stage 1", price), work("stage 2", price)
    used = of_functions(month.operations(price["traffic"]))
    yield from ways(one, two, used)
    requests = sum(month.operations(price["traffic"]).values())
    rest = sum(dollars for service, dollars in used.items() if service not in APART)
    lines = {
        MONOLITH: partial(month.one_machine, work=one, price=price),
        SPARE: partial(month.with_a_spare, work=one, price=price),
        "stage 2": partial(month.services, work=two, price=price),
        "stage 3": partial(month.functions, requests=requests, rest=rest, price=price),
    }
    yield from table(lines)
    if os.environ.get("SAVE"):
        PICTURE.write_text(chart.svg(lines, *AXES, ("orders a month", "dollars a month")))
    crossings = {name: month.crossing(lines["stage 3"], lines[name]) for name in lines}
    for name in (MONOLITH, SPARE, "stage 2"):
        about = float(f"{crossings[name] or 0:.1g}")
        yield f"Stage 3 costs more than {name} from about {about:,.0f} orders a month on."
    least, *_, most = SCALES
    if not (by_price(lines, least)[0] == by_price(lines, most)[-1] == "stage 3"):
        raise SystemExit(
            "Here stage 3 is not the cheapest at first and the most expensive at last."
        )


def work(name, price):
    """The month.Work of an order with its visits, measured on a stage started for this."""
    with sites.running(name) as site:
        taken = {
            "a list of 20": reading(site, f"{site.stage.url}/products"),
            "a product": reading(site, site.url()),
            "place an order": ordering(site),  # with filling the cart
        }
        memory = by_kind(processes.megabytes(site.stage))
    times = month.operations(price["traffic"])
    seconds = {k: sum(times[n] * ms[k] / 1000 for n, ms in taken.items()) for k in month.KINDS}
    return month.Work(**seconds, megabytes=memory["shop"])


def reading(site, url):
    """{kind: processor ms} of one GET."""
    before = processes.processor(site.stage)
    found = load.reads(url, SECONDS)
    after = processes.processor(site.stage)
    return by_kind(processes.spent(before, after, found.rate * SECONDS))


def ordering(site):
    """{kind: processor ms} of an order, from filling the cart until it is confirmed."""
    buyers = [checkout.Buyer(site) for _ in range(checkout.BUYERS)]
    before = processes.processor(site.stage)
    placed = checkout.crowd(buyers, ORDERS)
    after = processes.processor(site.stage)
    return by_kind(processes.spent(before, after, len(placed)))


def by_kind(parts):
    """{kind: sum} of {part: figure}, without third parties."""
    found = dict.fromkeys(month.KINDS, 0.0)
    for part, figure in parts.items():
        if kind := KIND.get(part, "shop"):
            found[kind] += figure
    return found


def of_functions(times):
    """{service: dollars} of an order in stage 3. times: {operation: how often}"""
    with metered.running() as site:
        used = functions.usage(site, ROUNDS)
    return summed({name: bill.costs(used[name], bill.prices()) for name in times}, times)


def summed(costs, times):
    """{service: dollars} of {operation: {service: dollars}}, each so often."""
    services = next(iter(costs.values()))
    return {
        each: sum(costs[name][each] * count for name, count in times.items()) for each in services
    }


def ways(one, two, used):
    yield "processor seconds of an order with the visits around it"
    for name, each in (("stage 1", one), ("stage 2", two)):
        kinds = ", ".join(f"{kind} {getattr(each, kind):.3f}" for kind in month.KINDS)
        yield f"  {name}: {kinds}; {each.megabytes:.0f} MB for one copy of all its processes"
    yield "dollars of 1,000 such orders in stage 3, at the prices of the first of them"
    yield "  " + ", ".join(f"{service} {dollars * 1000:.3f}" for service, dollars in used.items())


def table(lines):
    yield f"{'dollars a month, by orders':28}" + "".join(f"{many:>14,}" for many in SCALES)
    for name, dollars in lines.items():
        yield f"  {name:26}" + "".join(f"{dollars(many):>14,.0f}" for many in SCALES)


def by_price(lines, orders):
    """Names, the cheapest first."""
    return sorted(lines, key=lambda name: lines[name](orders))
