"""What stage 1 sends for a request: its statements and its calls of the provider, in their order.

`python -m tests.bench.bare_steps FILE` is the shop on the database that the environment names, and
records. bare_server.py takes the same steps with nothing around them. A step is one of
{"sql": text, "values": …, "alone": outside of a transaction}, {"commit": true}, and
{"call": [method, path, form, headers]}.
"""

import json
import re
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import requests
import sqlalchemy as sa

from shop import app, db, sweep
from shop_rules import ids
from tests.stage1.person import Person, a_product, data, place, put_in_cart

MADE = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|pi_\w+")
NEVER = "2999-01-01T00:00:00.000Z"  # when a bare order is due: the shop's sweep must leave it alone
OURS = ("Idempotency-Key", "Authorization", "Stripe-Version")


@contextmanager
def recorded(engine):
    """A list of the steps that are taken meanwhile."""
    steps, ask = [], requests.Session.request

    def statement(connection, _cursor, text, values, _context, _many):
        alone = getattr(connection.connection.driver_connection, "autocommit", False)
        steps.append({"sql": text, "values": values, "alone": alone})

    def commit(_connection):
        steps.append({"commit": True})

    def call(session, method, url, data=None, headers=None, **more):
        kept = {name: headers[name] for name in OURS if name in headers}
        steps.append({"call": [method, urlsplit(url).path, data, kept]})
        return ask(session, method, url, data=data, headers=headers, **more)

    sa.event.listen(engine, "before_cursor_execute", statement)
    sa.event.listen(engine, "commit", commit)
    requests.Session.request = call
    try:
        yield steps
    finally:
        requests.Session.request = ask
        sa.event.remove(engine, "commit", commit)
        sa.event.remove(engine, "before_cursor_execute", statement)


def as_text(steps):
    """In JSON; a JSON value of a statement is marked as one."""
    return json.dumps(steps, default=lambda value: {"json": value.obj})


def of_reads(staff, paths):
    """{name: what GET of its path takes}"""
    found = {}
    for name, path in paths.items():
        data(staff.get(path))
        with recorded(db.engine()) as steps:
            data(staff.get(path))
        found[name] = as_text(steps)
    return found


def of_an_order(customer, product):
    """(what filling the cart and placing the order takes, what was made for it alone).

    Two orders are recorded: an id that the second has not is the first one's own.
    """
    texts = []
    for _ in range(3):  # the first opens the cart
        with recorded(db.engine()) as steps:
            put_in_cart(customer, product)
            data(place(customer, headers={"Idempotency-Key": ids.new_id()}), 201)
        texts.append(as_text([_never_due(step) for step in steps]))
    return texts[1], sorted(set(MADE.findall(texts[1])) - set(MADE.findall(texts[2])))


def _never_due(step):
    if "next_attempt_at" not in step.get("values", ()):
        return step
    return step | {"values": {**step["values"], "next_attempt_at": NEVER}}


def main(file, paths, buyers):
    sweep.start = lambda: None  # that of the shop itself runs
    client = app.create_app().test_client()
    staff = Person.seeded(client, "staff")
    product = a_product(staff, stock=1_000_000)
    people = [Person.new(client, email=f"{ids.new_id()}@example.org") for _ in range(int(buyers))]
    orders = [of_an_order(each, product) for each in people]
    reads = of_reads(staff, json.loads(paths))
    sent = {"reads": reads, "orders": orders, "token": staff.token}
    Path(file).write_text(json.dumps(sent), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
