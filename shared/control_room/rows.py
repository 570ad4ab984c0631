"""The rows that books.py compares, read from where each stage keeps them."""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from local.data import Data
from local.shapes import Run

from .day import Day

if TYPE_CHECKING:
    from .items import Tables

ORDERS = """
    SELECT orders.id, status, total, shipping_address IS NOT NULL, SUM(quantity)
    FROM orders LEFT JOIN order_lines ON order_id = orders.id
    GROUP BY orders.id, status, total, shipping_address IS NOT NULL"""
OUTCOMES = """
    SELECT order_id, status, at FROM order_history WHERE status NOT IN ('pending', 'cancelling')"""
STOCK = """
    SELECT SUM(available), SUM(reserved), SUM(sold),
        SUM(CASE WHEN available + reserved + sold = COALESCE(delta, 0) THEN 0 ELSE 1 END)
    FROM stock LEFT JOIN (
        SELECT product_id, SUM(delta) AS delta FROM stock_adjustments GROUP BY product_id
    ) AS adjusted ON adjusted.product_id = stock.product_id"""
TOLD = "SELECT order_id, kind FROM notifications"
HELD = """
    SELECT json_extract(metadata, '$.order_id'), SUM(amount_captured - amount_refunded)
    FROM charges JOIN intents ON intents.id = charges.intent
    WHERE charges.status = 'succeeded' GROUP BY 1"""
PATIENCE = 2  # seconds
NEEDED = ("orders", "inventory", "notifications")
SHARDS = {"orders": ("postgres", "shard-2", "shard-3")}  # docs/variants/sharded-orders.md


class Order(NamedTuple):
    status: str
    total: int  # cents
    has_owner: bool  # false: the account is closed, and its notifications are deleted
    units: int


class Stock(NamedTuple):
    available: int
    reserved: int
    sold: int
    wrong: int  # products whose stock isn't the sum of their adjustments


class Rows(NamedTuple):
    orders: dict[str, Order]
    outcomes: list[tuple[str, str, str]]  # order, status, when
    stock: Stock
    told: list[tuple[str, str]]  # order, kind
    held: dict[str, int] | None  # cents that the provider keeps, by order; None: not the sandbox


Query = Callable[[str], list[Any]]  # rows of any columns: each statement above names them
Secrets = Mapping[str, str]


class Reader:
    """Keeps its connections, and reopens them after an error."""

    def __init__(self, data: Data, secrets: Secrets, day: Day | None = None) -> None:
        self._data, self._secrets, self._day = data, secrets, day
        self._open: dict[str, Any] = {}  # connections, of two libraries

    def read(self, run: Run) -> Rows | None:
        """None while a database is unavailable."""
        try:
            if self._data.stage == "stage3":
                return self._tables(run).rows(self._held(run))
            orders, stock, told = (self._query(run, name) for name in NEEDED)
            return Rows(
                {row[0]: _order(*row[1:]) for row in orders(ORDERS)},
                [(id_, status, at) for id_, status, at in orders(OUTCOMES)],
                Stock(*(int(value or 0) for value in stock(STOCK)[0])),
                [(id_, kind) for id_, kind in told(TOLD)],
                self._held(run),
            )
        except _errors():
            self._close()
            return None

    def _tables(self, run: Run) -> "Tables":
        from .items import Tables  # only stage 3 installs its library

        if "aws" not in self._open:
            self._open["aws"] = Tables(run, self._secrets)
        made: Tables = self._open["aws"]
        return made

    def _held(self, run: Run) -> dict[str, int] | None:
        file = self._data.path / "sandbox" / "payment-sandbox.db"
        if "sandbox" not in run.get("parts", {}) or not file.exists():
            return None
        return {id_: int(cents) for id_, cents in self._sqlite(file)(HELD)}

    def _query(self, run: Run, service: str) -> Query:
        parts = run["parts"]
        if self._day:
            return self._postgres(self._day.database(run, self._secrets, service))
        if self._data.stage == "stage2":
            url = f"postgresql://{service}:{self._secrets[f'{service}_database']}@127.0.0.1"
            shards = SHARDS.get(service, ("postgres",))
            urls = [f"{url}:{parts[each]['port']}/{service}" for each in shards if each in parts]
            return lambda text: [row for url in urls for row in self._postgres(url)(text)]
        if "postgres" in parts:
            return self._postgres(run["offers"]["DATABASE_URL"])
        return self._sqlite(self._data.path / "shop.db")

    def _sqlite(self, file: Path) -> Query:
        if str(file) not in self._open:
            uri = f"{file.as_uri()}?mode=ro"
            made = sqlite3.connect(uri, PATIENCE, uri=True, check_same_thread=False)
            self._open[str(file)] = made
        return lambda text: self._open[str(file)].execute(text).fetchall()

    def _postgres(self, url: str) -> Query:
        import psycopg  # only where there is a PostgreSQL

        if url not in self._open:
            options = "-c statement_timeout=2000 -c default_transaction_read_only=on"
            made = psycopg.connect(url, autocommit=True, connect_timeout=PATIENCE, options=options)
            self._open[url] = made
        return lambda text: self._open[url].execute(text).fetchall()

    def _close(self) -> None:
        for each in self._open.values():
            with suppress(Exception):
                each.close()
        self._open.clear()


def _order(status: str, total: int, has_owner: int, units: int | None) -> Order:
    return Order(status, total, bool(has_owner), int(units or 0))


def _errors() -> tuple[type[Exception], ...]:
    """The exceptions that a part raises which is down or missing."""
    usual = (OSError, LookupError, sqlite3.Error)
    with suppress(ImportError):
        import psycopg

        return *usual, psycopg.Error
    return usual
