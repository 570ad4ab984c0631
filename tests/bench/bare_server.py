"""The least that Flask and SQLAlchemy can do for a request: the statements that the shop sends.

No token, no check, no rules, no log. It runs in the shop's own server (granian, shared/serving),
and answers with the rows as they come. Environment: STEPS, a file of bare_steps.py; DATABASE_URL;
PAYMENT_URL.
"""

import itertools
import json
import os
import re
from pathlib import Path

import requests
import sqlalchemy as sa
from flask import Flask, Response
from psycopg.types.json import Json

from serving.server import Server
from shop_rules import ids

THREADS = 96  # as stage 1
POOL = 20
SECONDS = 10  # for a call of the provider


def create_server():
    return Server(create_app(os.environ), threads=THREADS)


def create_app(environ):
    app, sent = Flask(__name__), json.loads(Path(environ["STEPS"]).read_text("utf-8"))
    app.steps = steps = Steps(environ["DATABASE_URL"], environ["PAYMENT_URL"])
    reads = {name: _read(text) for name, text in sent["reads"].items()}
    orders = [(text, re.compile("|".join(made)), made) for text, made in sent["orders"]]
    turns = itertools.count()

    @app.get("/<name>")
    def read(name):
        rows = steps.take(reads[name])
        return Response(json.dumps(rows, default=str), content_type="application/json")

    @app.post("/orders")
    def order():
        """With ids of its own, by the next buyer: each locks a cart."""
        text, made, known = orders[next(turns) % len(orders)]
        new = {each: ids.new_id() for each in known if not each.startswith("pi_")}
        text = made.sub(lambda found: new.get(found[0], found[0]), text)
        steps.take(_read(text))
        return Response(status=201)

    return app


class Steps:
    def __init__(self, database_url, payment_url):
        url = sa.make_url(database_url).set(drivername="postgresql+psycopg")
        self.engine = sa.create_engine(url, pool_size=POOL)
        self._alone = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._provider, self._session = payment_url, requests.Session()
        self._session.trust_env = False

    def take(self, steps):
        """All of them, one after another. Returns the rows that were read."""
        rows, open_now, intent = [], None, {}
        for step in steps:
            if "call" in step:
                self._call(step["call"], intent)
            elif step.get("alone"):
                with self._alone.connect() as connection:
                    rows += _execute(connection, step, intent)
            else:
                open_now = open_now or self.engine.connect()
                if "commit" in step:
                    open_now.commit()
                    open_now.close()
                    open_now = None
                else:
                    rows += _execute(open_now, step, intent)
        return rows

    def _call(self, call, intent):
        """intent: {the recorded id: the one that the provider made now}"""
        method, path, form, headers = call
        recorded = path.split("/")[3] if path.count("/") > 2 else None
        path = path.replace(recorded, intent["now"]) if recorded else path
        answer = self._session.request(
            method, self._provider + path, data=form, headers=headers, timeout=SECONDS
        )
        answer.raise_for_status()
        intent["now"] = answer.json()["id"]


def _execute(connection, step, intent):
    values = step["values"]
    if "provider_reference" in values:
        values = {**values, "provider_reference": intent["now"]}
    found = connection.exec_driver_sql(step["sql"], values or None)
    return [dict(row) for row in found.mappings()] if found.returns_rows else []


def _read(text):
    return json.loads(text, object_hook=lambda d: Json(d["json"]) if list(d) == ["json"] else d)
