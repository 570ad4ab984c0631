"""You pay for what you use: each order has a price, and a night without any costs almost nothing.

A meter in a copy of stage 3 counts each operation's use of AWS, including all work after the
response. Units are AWS's; the time is this machine's. Prices: tests/bench/prices.toml.
"""

from tests.bench import bill, functions, metered, month

ROUNDS, MANY = 3, 1000
CENTS = 100  # of a dollar


def shown():
    with metered.running() as site:
        used = functions.usage(site, ROUNDS)
        resting = bill.Used.of(site.sweeps(ROUNDS), ROUNDS)
    yield f"{'':18}{'functions':>11}{'read units':>12}{'write units':>13}{'cents for 1,000':>17}"
    yield from (row(name, each) for name, each in {**used, "the sweep": resting}.items())
    visit = sum(count * cents(used[name]) for name, count in functions.VISIT.items())
    looked = ", ".join(f"{count} × {name}" for name, count in functions.VISIT.items())
    yield f"{MANY:,} orders, each with its visit: {visit * MANY:.1f} cents"
    yield f"  a visit: {looked}"
    at_rest, machine = cents(resting) * bill.MONTH, month.prices()["machines"][0]
    standing = machine["hour"] * month.HOURS * CENTS
    yield f"a month without visitors: {bill.MONTH:,} × the sweep, {at_rest:.1f} cents"
    yield f"a month of a {machine['name']}, at any load: {standing:,.1f} cents"
    if not 0 < at_rest < standing:
        raise SystemExit("A month without visitors costs as much as a server.")


def row(name, used):
    run = sum(used.functions.values())
    units = f"{used.reads:12.1f}{used.writes:13.1f}"
    return f"{name:18}{run:11.1f}{units}{cents(used) * MANY:17.2f}"


def cents(used):
    return sum(bill.costs(used, bill.prices()).values()) * CENTS
