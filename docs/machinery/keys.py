"""The tables that the template of stage 3 declares: keys, indexes, and what happens by itself."""

import yaml

from .tree import ROOT

TEMPLATE = "stage3-serverless/resources.yaml"
PREFIX = "shop-"
KINDS = {"HASH": "partition", "RANGE": "sort"}


def declared():
    """[{name, columns: ['sort key "id"'], ties: []}], in the order of the template."""
    resources = yaml.safe_load((ROOT / TEMPLATE).read_text("utf-8"))["Resources"].values()
    made = [each["Properties"] for each in resources if each.get("Type") == "AWS::DynamoDB::Table"]
    return [shown(table) for table in made]


def shown(table):
    columns = [*_key(table), *_indexes(table), *_by_itself(table)]
    return {"name": table["TableName"].removeprefix(PREFIX), "columns": columns, "ties": []}


def _key(table):
    for key in table["KeySchema"]:
        yield f'{KINDS[key["KeyType"]]} key "{key["AttributeName"]}"'


def _indexes(table):
    for index in table.get("GlobalSecondaryIndexes", []):
        names = ", ".join(key["AttributeName"] for key in index["KeySchema"])
        yield f'index {index["IndexName"]} "{names}"'


def _by_itself(table):
    if "StreamSpecification" in table:
        yield f'stream of "{table["StreamSpecification"]["StreamViewType"]}"'
    if "TimeToLiveSpecification" in table:
        yield f'expires at "{table["TimeToLiveSpecification"]["AttributeName"]}"'
