"""The writes of a transaction, each with its condition."""

from collections.abc import Callable

from .config import config
from .items import Item, as_item, condition


class Lost(Exception):
    """A condition no longer holds: another writer was first."""


Loss = Callable[[], Exception]  # returns the exception to raise if a condition no longer holds
Write = dict[str, Item]  # {"Put" | "Update" | "Delete" | "ConditionCheck": …}


class Transaction:
    def __init__(self) -> None:
        self.writes: list[tuple[Write, Loss]] = []

    def put(
        self,
        table: str,
        item: Item,
        only_if: str | None = None,
        lost: Loss = Lost,
        **values: object,
    ) -> None:
        what = {"Item": as_item(item)} | condition(only_if, values)
        self._add("Put", table, what, lost)

    def update(
        self,
        table: str,
        key: Item,
        expression: str,
        only_if: str | None = None,
        lost: Loss = Lost,
        **values: object,
    ) -> None:
        what: Item = {"Key": as_item(key), "UpdateExpression": expression}
        what |= condition(only_if, values, expression)
        self._add("Update", table, what, lost)

    def set(
        self,
        table: str,
        key: Item,
        values: Item,
        only_if: str | None = None,
        lost: Loss = Lost,
        remove: str = "",
        **more: object,
    ) -> None:
        """Set these attributes, and remove those of an expression."""
        sets = ", ".join(f"#{name} = :{name}" for name in values)
        expression = f"SET {sets}" + (f" REMOVE {remove}" if remove else "")
        self.update(table, key, expression, only_if, lost, **values, **more)

    def delete(
        self, table: str, key: Item, only_if: str | None = None, lost: Loss = Lost, **values: object
    ) -> None:
        self._add("Delete", table, {"Key": as_item(key)} | condition(only_if, values), lost)

    def check(
        self, table: str, key: Item, only_if: str, lost: Loss = Lost, **values: object
    ) -> None:
        what = {"Key": as_item(key)} | condition(only_if, values)
        self._add("ConditionCheck", table, what, lost)

    def _add(self, kind: str, table: str, what: Item, lost: Loss) -> None:
        self.writes.append(({kind: {"TableName": config().tables[table], **what}}, lost))
