"""The more parts work on an order, the more logs you have to search, and some say nothing of it.

Each stage gets one order with its own trace id. Then every log is searched for that id, as a
developer would do to follow the order, and for the order's id. The spans of `make trace` show
which parts worked on it; stage 1 has one process.
"""

import re
from dataclasses import dataclass

from tests.contract.steps import LATER, eventually
from tests.drivers import stage2
from tests.drivers.aws import client_of
from tests.trace import cloudwatch, functions, live, order


@dataclass(frozen=True)
class Way:
    worked: set  # the names of the parts that worked on the order
    logs: dict  # {name: text}
    trace_id: str
    order_id: str

    def told_of(self, word):
        """The parts whose log contains that word."""
        return {name for name in self.worked if word in self.logs.get(name, "")}

    @property
    def silent(self):
        return sorted(self.worked - self.told_of(self.trace_id))


def shown():
    yield f"{'':10}{'logs':>6}{'work on an order':>20}{'found by trace id':>20}{'by order id':>14}"
    ways = {}
    for stage in READ:
        ways[stage] = way = followed(stage)
        traced, named = len(way.told_of(way.trace_id)), len(way.told_of(way.order_id))
        yield f"stage {stage:4}{len(way.logs):6}{len(way.worked):20}{traced:20}{named:14}"
    for stage, way in ways.items():
        yield f"stage {stage}, silent under the trace id: {', '.join(way.silent) or 'none'}"
    if len(ways["1"].worked) >= min(len(ways["2"].worked), len(ways["3"].worked)):
        raise SystemExit("An order of stage 1 goes through as many parts as in the other stages.")


def followed(number):
    with live.traced_stage(number) as (stage, receiver):
        return READ[number](stage, receiver, *order.confirmed(stage))


def of_a_process(stage, _receiver, placed, trace_id):
    return Way({"shop"}, files(stage, "shop"), trace_id, placed["id"])


def of_services(stage, receiver, placed, trace_id):
    """Third-party parts such as the database have logs too, which are not searched."""
    worked = {span.service for span in live.whole(receiver, trace_id)}
    return Way(worked, files(stage, *own(stage)), trace_id, placed["id"])


def of_functions(stage, _receiver, placed, trace_id):
    products = {line["product_id"] for line in placed["lines"]}

    def complete():
        found = cloudwatch.invocations(client_of(stage, "logs"))
        worked = {span.service for span in functions.spans(found, trace_id, products)}
        assert worked == set(functions.ON_THE_WAY)
        return Way(worked, texts(found), trace_id, placed["id"])

    return eventually(complete, LATER)


READ = {"1": of_a_process, "2": of_services, "3": of_functions}


def own(stage):
    """The parts of stage 2 that run this project's code."""
    folders = {path.parent.name for path in stage2.SOURCE.glob("*/app.py")}
    return [part for part in stage.run["parts"] if part.removesuffix("-worker") in folders]


def files(stage, *parts):
    return {part: (stage.data / "logs" / f"{part}.log").read_text() for part in parts}


def texts(invocations):
    """{function: what it wrote}; a log group has the name of its function."""
    found = {}
    for each in invocations:
        name = snake(each.function)
        found[name] = found.get(name, "") + "\n".join(map(str, each.lines))
    return found


def snake(function):
    """RelayOrders becomes relay_orders, as in the source, and APIHandler becomes api."""
    words = re.findall("[A-Z][a-z]+", function.replace("APIHandler", "Api"))
    return "_".join(words).lower()
