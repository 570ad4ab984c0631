"""The first request to an idle function waits for a cold start.

A host is the process that one function runs in. All hosts are ended, as a cloud ends idle ones;
then one product is read, and again. Then several are read at once.
"""

import psutil

from tests.bench import cold
from tests.contract.steps import at_once
from tests.drivers import aws, stage3

from .opened import running

ROUNDS, AT_ONCE = 3, 4


def shown():
    with running(stage3) as (site, _):
        yield from started(site)


def started(site):
    def ask():
        return site.shop.call("GET", f"/products/{site.product['id']}").raise_for_status()

    first, again = cold.first_answers(site, ask, ROUNDS)
    yield f"a product, when no copy is running:{first:8.0f} ms"
    yield f"the same product again:            {again:8.0f} ms, {first / again:.0f} times as fast"
    yield from inside(site)
    cold.end_hosts(site)
    ask()
    yield f"copies running, after one request:              {hosts(site)}"
    at_once(*[ask] * AT_ONCE)
    yield f"after {AT_ONCE} at once, since each handles one at a time: {hosts(site)}"
    if first < 2 * again:
        raise SystemExit("A cold start takes less than twice as long as an answer of a warm host.")


def inside(site):
    artefact = site.stage.data / "artefact" / "deployment.zip"
    _, imported = cold.from_the_artefact(artefact, ROUNDS)
    size = artefact.stat().st_size / 1e6
    yield f"of which importing the program is: {imported:8.0f} ms; the zip has {size:.1f} MB"


def hosts(site):
    """The number of the function's copies that handle HTTP."""
    return sum(function(host).startswith("shop-APIHandler") for host in aws.hosts(site.stage))


def function(process):
    """The name of the function that runs in a process, or ""."""
    try:
        return process.environ().get("AWS_LAMBDA_FUNCTION_NAME", "")
    except psutil.Error:
        return ""
