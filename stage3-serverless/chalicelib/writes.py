"""What a transaction gathers: writes, each with the condition it stands on."""

from .config import config
from .items import as_item, condition


class Lost(Exception):
    """A condition no longer holds: somebody else was first."""


class Transaction:
    def __init__(self):
        self.writes = []  # [({"Put" | "Update" | "Delete" | "ConditionCheck": …}, lost)]

    def put(self, table, item, only_if=None, lost=Lost, **values):
        what = {"Item": as_item(item)} | condition(only_if, values)
        self._add("Put", table, what, lost)

    def update(self, table, key, expression, only_if=None, lost=Lost, **values):
        what = {"Key": as_item(key), "UpdateExpression": expression}
        what |= condition(only_if, values, expression)
        self._add("Update", table, what, lost)

    def set(self, table, key, values, only_if=None, lost=Lost, remove="", **more):
        """Set these attributes, and remove those of an expression."""
        sets = ", ".join(f"#{name} = :{name}" for name in values)
        expression = f"SET {sets}" + (f" REMOVE {remove}" if remove else "")
        self.update(table, key, expression, only_if, lost, **values, **more)

    def delete(self, table, key, only_if=None, lost=Lost, **values):
        self._add("Delete", table, {"Key": as_item(key)} | condition(only_if, values), lost)

    def check(self, table, key, only_if, lost=Lost, **values):
        what = {"Key": as_item(key)} | condition(only_if, values)
        self._add("ConditionCheck", table, what, lost)

    def _add(self, kind, table, what, lost):
        self.writes.append(({kind: {"TableName": config().tables[table], **what}}, lost))
