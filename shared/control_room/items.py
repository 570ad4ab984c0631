"""The rows of stage 3: items of DynamoDB, in the local AWS.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Scan.html
"""

from collections.abc import Iterator, Mapping
from typing import Any

from local.shapes import Run

from . import cloud
from .rows import Order, Rows, Stock

OPEN = ("pending", "cancelling")
Item = dict[str, Any]  # DynamoDB knows no columns: each item has attributes of its own


class Tables:
    def __init__(self, run: Run, secrets: Mapping[str, str]) -> None:
        self._client = cloud.client("dynamodb", run, secrets)

    def rows(self, held: dict[str, int] | None) -> Rows:
        """Read all rows. OSError if the local AWS is unavailable."""
        try:
            orders = list(self._scan("shop-orders"))
            stock = list(self._scan("shop-inventory"))
            told = [(each["order_id"], each["kind"]) for each in self._scan("shop-notifications")]
        except cloud.failures() as error:
            raise OSError(str(error)) from None
        outcomes = [
            (each["id"], step["status"], step["at"])
            for each in orders
            for step in each["history"]
            if step["status"] not in OPEN
        ]
        by_id = {each["id"]: _order(each) for each in orders}
        return Rows(by_id, outcomes, _stock(stock), told, held)

    def _scan(self, table: str) -> Iterator[Item]:
        asked: dict[str, Any] = {"TableName": table}
        while True:
            answer = self._client.scan(**asked)
            yield from (_plain({"M": item}) for item in answer["Items"])
            if "LastEvaluatedKey" not in answer:
                return
            asked["ExclusiveStartKey"] = answer["LastEvaluatedKey"]


def _order(item: Item) -> Order:
    units = sum(line["quantity"] for line in item["lines"])
    return Order(item["status"], item["total"], bool(item.get("shipping_address")), units)


def _stock(items: list[Item]) -> Stock:
    """The stock of each product, and what its adjustments add up to, are items of one table."""
    kept = {each["product_id"]: each for each in items if each["sk"] == "stock"}
    added: dict[str, int] = dict.fromkeys(kept, 0)
    for each in items:
        if each["sk"] != "stock":
            added[each["product_id"]] = added.get(each["product_id"], 0) + each["delta"]
    names = ("available", "reserved", "sold")
    whole = {id_: sum(each[name] for name in names) for id_, each in kept.items()}
    wrong = sum(whole[id_] != added[id_] for id_ in kept)
    available, reserved, sold = (sum(each[name] for each in kept.values()) for name in names)
    return Stock(available, reserved, sold, wrong)


def _plain(wire: Mapping[str, Any]) -> Any:
    """Convert {"S": "x"} to "x", for the types of attributes that the shop uses."""
    ((kind, value),) = wire.items()
    match kind:
        case "N":
            return int(value)
        case "M":
            return {name: _plain(each) for name, each in value.items()}
        case "L":
            return [_plain(each) for each in value]
        case "NULL":
            return None
    return value
