"""`python -m machinery.data_model`: draws each stage's data model from its code.

It writes docs/pictures/stage*-data.mmd, with keys and the columns that explain a table's purpose.
https://mermaid.js.org/syntax/entityRelationshipDiagram.html
"""

from collections.abc import Callable, Iterator

from . import columns, keys
from .columns import Table
from .tree import FEATURES, ROOMS, ROOT

PICTURES = ROOT / "docs" / "pictures"
BEGIN = [
    "---",
    "config:",
    "  er: {useMaxWidth: false, nodeSpacing: 20, rankSpacing: 50, entityPadding: 8, fontSize: 12}",
    "  themeVariables: {fontSize: 12px}",
    "---",
    "erDiagram",
    "    direction LR",
]
LOOK = [
    "    classDef store fill:#2f80ed40,stroke:#2f80ed",
    "    classDef box fill:none,stroke:#888888",
]
CHASSIS = {"outbox", "inbox", "idempotency_keys"}  # the same in each service that has them
CARTS: Table = {"name": "carts", "columns": ["string user_id PK", "json cart"], "ties": []}


def main() -> None:
    for stage, draw in DRAWN.items():
        (PICTURES / f"stage{stage}-data.mmd").write_text("\n".join(draw()) + "\n", "utf-8")


def one_database() -> Iterator[str]:
    yield from BEGIN
    yield from drawn(columns.declared("stage1-monolith", "shop.db", ["shop.tables"]))
    yield from LOOK


def a_database_each() -> Iterator[str]:
    yield from BEGIN
    for feature in reversed(FEATURES):  # Mermaid draws the last one at the top
        yield f"    subgraph {feature}"
        yield from drawn(of_service(feature), f"{feature}-")
        yield "    end"
    yield from LOOK
    yield f"    class {','.join(FEATURES)} box"


def a_table_each() -> Iterator[str]:
    yield from BEGIN
    yield from drawn(keys.declared())
    yield from LOOK


DRAWN: dict[str, Callable[[], Iterator[str]]] = {
    "1": one_database,
    "2": a_database_each,
    "3": a_table_each,
}


def of_service(feature: str) -> list[Table]:
    """A service's tables. Carts are in Valkey, without a schema (stage2-services/cart/store.py)."""
    if feature == "cart":
        return [CARTS]
    files = sorted((ROOT / ROOMS["2"] / feature).glob("*.py"))
    modules = [f"{feature}.{file.stem}" for file in files]
    tables = columns.declared(ROOMS["2"], "chassis.db", modules)
    for table in tables:
        if table["name"] in CHASSIS:
            table["columns"] = []
    return tables


def drawn(tables: list[Table], prefix: str = "") -> Iterator[str]:
    for table in tables:
        yield f'    {prefix}{table["name"]}["{table["name"]}"]:::store {{'
        yield from (f"        {column}" for column in table["columns"])
        yield "    }"
    for table in tables:
        for parent, once in table["ties"]:
            yield f'    {prefix}{parent} ||--{"o|" if once else "o{"} {prefix}{table["name"]} : ""'


if __name__ == "__main__":
    main()
