"""Stage 3: how soon a function answers when cold and when warm, what it uses, what that costs."""

import statistics

from . import bare, bill, cold, metered, month, standing
from .report import Table, ratio, told

GOALS = {"init": 250, "import": 150}  # ms, alone on the machine
ORDERS = 1000
VISIT = month.LOOKS | month.BUYING
SWEEPS = 3
API = "APIHandler"


def measured(rounds):
    """Tables, as they come."""
    with metered.running() as site:
        operations = metered.Operations(site)
        operations.warm_up()
        yield standing.memory({"stage 3": site})
        found = recorded(site, operations, rounds)
        yield latency(site, operations, found, rounds)
        used = {name: bill.Used.of(each, rounds) for name, each in found.items()}
        yield requests(used)
        yield costs(used)
        yield rest(site)
        yield cold_starts(site, operations, rounds)


def recorded(site, operations, rounds):
    """{operation: the invocations of so many, with those that follow after the answer}"""
    *others, last = operations.all
    found = {name: _during(site, operations.all[name], rounds) for name in others}
    found[last] = []
    for _ in range(rounds):  # one after another: who places an order needs a cart before
        operations.fill()
        found[last] += site.during(operations.all[last])
    return found


def usage(site, rounds):
    """{operation: bill.Used}, by warm functions."""
    operations = metered.Operations(site)
    operations.warm_up()
    found = recorded(site, operations, rounds)
    return {name: bill.Used.of(each, rounds) for name, each in found.items()}


def latency(site, operations, found, rounds):
    database, rows = site.client("dynamodb"), []
    for name, act in operations.all.items():
        answered = [each for each in found[name] if each.function == API]
        sent = bare.calls(answered[-1])
        times = bare.side_by_side(act, database, sent, rounds * 15, before=operations.fill)
        rows.append([name, len(sent), *(f"{ms:.1f}" for ms in times), ratio(*times)])
    head = ["", "calls", "through the functions ms", "the calls bare ms", "times"]
    remark = "Medians of both in turn: the same calls to the same local DynamoDB, one by one."
    return Table("Warm, until answered", head, rows, remark)


def requests(used):
    rows = [
        [
            name,
            told(each.functions, "{:.1f}", least=0.1),
            told({**each.calls, "sqs": each.sqs}, "{:.1f}", least=0.1),
            f"{each.reads:.1f}",
            f"{each.writes:.1f}",
            f"{each.gb_seconds:.3f}",
        ]
        for name, each in used.items()
    ]
    head = ["", "functions run", "requests of AWS", "read units", "write units", "GB-seconds"]
    remark = "With all that follows after the answer. GB-seconds: as long as it took here."
    return Table("What an operation uses", head, rows, remark)


def costs(used):
    price = bill.prices()
    found = {name: bill.costs(each, price) for name, each in used.items()}
    services = list(next(iter(found.values())))
    rows = [_row(f"{ORDERS:,} × {name}", each, ORDERS) for name, each in found.items()]
    visit = {s: sum(VISIT[name] * found[name][s] for name in VISIT) for s in services}
    rows.append(_row(f"{ORDERS:,} orders with their visits", visit, ORDERS))
    looked = ", ".join(f"{count} × {name}" for name, count in VISIT.items())
    remark = (
        f"US dollars, {price['region']}, prices of {price['looked_up']}, nothing free taken off, "
        f"without traffic to the internet and storage. A visit: {looked}."
    )
    return Table("The bill", ["", *services, "in all"], rows, remark)


def rest(site):
    found = site.sweeps(SWEEPS)
    cost = bill.at_rest(bill.Used.of(found, len(found)), bill.prices())
    remark = "Sweeping each minute, and Lambda's polling of empty queues. Nothing free taken off."
    return Table("A month at rest", ["", *cost, "in all"], [_row("no visitors", cost)], remark)


def cold_starts(site, operations, rounds):
    artefact = site.stage.data / "artefact" / "deployment.zip"
    found = cold.starts(artefact, rounds * 3)
    compiling = cold.starts(artefact, rounds * 3, cold.NO_BYTECODE)
    first, again = cold.answers(site, operations.all["a product"], rounds)
    rows = [
        ["a process until the app is there", *_of_starts(found, "whole"), GOALS["init"]],
        ["the import in it", *_of_starts(found, "imported"), GOALS["import"]],
        ["the import, if the zip had no bytecode", *_of_starts(compiling, "imported"), ""],
        ["a product, no host there", *_middle_and_least(first), "", ""],
        ["a product, again", *_middle_and_least(again), "", ""],
    ]
    head = ["", "median ms", "fastest ms", "of the processor ms", "goal ms"]
    return Table("Cold start", head, rows, "The goals are for a machine with no other work.")


def _of_starts(found, what):
    taken, worked = ([getattr(s, name) for s in found] for name in (what, f"{what}_processor"))
    return *_middle_and_least(taken), f"{statistics.median(worked):.0f}"


def _middle_and_least(milliseconds):
    return f"{statistics.median(milliseconds):.0f}", f"{min(milliseconds):.0f}"


def _during(site, act, rounds):
    return site.during(lambda: [act() for _ in range(rounds)])


def _row(name, cost, times=1):
    dollars = [each * times for each in cost.values()]
    return [name, *(f"{each:.4f}" for each in dollars), f"{sum(dollars):.4f}"]
