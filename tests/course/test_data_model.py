"""How a data model is drawn, shown on tables made by hand."""

import sqlalchemy as sa

from machinery import columns, data_model, keys


def two_tables():
    metadata = sa.MetaData()
    users = sa.Table("users", metadata, sa.Column("id", sa.Text, primary_key=True))
    carts = sa.Table(
        "carts",
        metadata,
        sa.Column("user_id", sa.ForeignKey("users.id"), primary_key=True),
        sa.Column("number", sa.BigInteger, unique=True),
        sa.Column("changed_at", sa.Text, index=True),
        sa.Column("remark", sa.Text),
    )
    return [columns.shown(table) for table in (users, carts)]


def test_keys_and_what_is_looked_up_are_shown_and_nothing_else():
    _, carts = two_tables()
    assert carts["columns"] == ["text user_id PK, FK", "bigint number UK", "text changed_at"]


def test_a_foreign_key_is_a_line_to_one_row_or_to_many():
    users, carts = two_tables()
    lines = {"name": "lines", "columns": [], "ties": [["carts", False]]}
    drawn = list(data_model.drawn([users, carts, lines]))
    assert drawn[-2:] == ['    users ||--o| carts : ""', '    carts ||--o{ lines : ""']


def test_tables_of_one_name_in_two_databases_are_two():
    begun = [next(data_model.drawn(two_tables(), prefix)) for prefix in ("a-", "b-")]
    assert begun == ['    a-users["users"]:::store {', '    b-users["users"]:::store {']


def test_a_table_of_dynamodb_is_its_keys_its_indexes_and_what_it_tells():
    def key(*names):
        kinds = zip(names, ("HASH", "RANGE"), strict=False)
        return [{"AttributeName": name, "KeyType": kind} for name, kind in kinds]

    table = {
        "TableName": "shop-orders",
        "KeySchema": key("user_id", "id"),
        "GlobalSecondaryIndexes": [{"IndexName": "open", "KeySchema": key("open", "due")}],
        "StreamSpecification": {"StreamViewType": "KEYS_ONLY"},
    }
    assert keys.shown(table) == {
        "name": "orders",
        "columns": [
            'partition key "user_id"',
            'sort key "id"',
            'index open "open, due"',
            'stream of "KEYS_ONLY"',
        ],
        "ties": [],
    }
