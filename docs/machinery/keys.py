"""The tables in stage 3's template: keys, indexes, time to live, and streams."""

from collections.abc import Iterator
from typing import Any

import yaml

from .columns import Table
from .tree import ROOT

TEMPLATE = "stage3-serverless/resources.yaml"
PREFIX = "shop-"
KINDS = {"HASH": "partition", "RANGE": "sort"}

Declared = dict[str, Any]  # the properties of a table in the template


def declared() -> list[Table]:
    """The tables, in the order of the template."""
    resources = yaml.safe_load((ROOT / TEMPLATE).read_text("utf-8"))["Resources"].values()
    made = [each["Properties"] for each in resources if each.get("Type") == "AWS::DynamoDB::Table"]
    return [shown(table) for table in made]


def shown(table: Declared) -> Table:
    columns = [*_key(table), *_indexes(table), *_by_itself(table)]
    return {"name": table["TableName"].removeprefix(PREFIX), "columns": columns, "ties": []}


def _key(table: Declared) -> Iterator[str]:
    for key in table["KeySchema"]:
        yield f'{KINDS[key["KeyType"]]} key "{key["AttributeName"]}"'


def _indexes(table: Declared) -> Iterator[str]:
    for index in table.get("GlobalSecondaryIndexes", []):
        names = ", ".join(key["AttributeName"] for key in index["KeySchema"])
        yield f'index {index["IndexName"]} "{names}"'


def _by_itself(table: Declared) -> Iterator[str]:
    if "StreamSpecification" in table:
        yield f'stream of "{table["StreamSpecification"]["StreamViewType"]}"'
    if "TimeToLiveSpecification" in table:
        yield f'expires at "{table["TimeToLiveSpecification"]["AttributeName"]}"'
