"""The tables are what the code says they are, however the database came to be."""

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from shop import commands, db, tables  # noqa: F401  (tables fills db.metadata)


@pytest.fixture
def alembic(settings, database, tmp_path):
    settings(DATABASE_URL=database)
    (tmp_path / "data").mkdir()
    return Config(commands.STAGE / "alembic.ini")


def table_names():
    return set(sa.inspect(db.engine()).get_table_names()) - {"alembic_version"}


def differences():
    with db.engine().connect() as connection:
        return compare_metadata(MigrationContext.configure(connection), db.metadata)


def test_migrating_an_empty_database_makes_the_tables_of_the_code(alembic):
    command.upgrade(alembic, "head")
    assert table_names() == set(db.metadata.tables)
    assert differences() == []
    command.check(alembic)


def test_a_column_the_migrations_forgot_is_found(alembic, monkeypatch):
    command.upgrade(alembic, "head")
    changed = sa.MetaData()
    for table in db.metadata.tables.values():
        table.to_metadata(changed)
    changed.tables["users"].append_column(sa.Column("nickname", sa.Text))
    monkeypatch.setattr(db, "metadata", changed)
    assert [difference[0] for difference in differences()] == ["add_column"]


def test_a_migration_may_take_as_long_as_it_takes(alembic):
    if db.engine().dialect.name == "sqlite":
        pytest.skip("it has no limit for a statement")
    seen = []

    def see(connection):
        seen.append(connection.exec_driver_sql("SHOW statement_timeout").scalar())

    sa.event.listen(db.engine(), "commit", see)
    command.upgrade(alembic, "head")
    assert seen == ["0"]
    with db.transaction("after it"):
        pass
    assert seen == ["0", "10s"]


def test_migrating_twice_changes_nothing(alembic):
    command.upgrade(alembic, "head")
    with db.engine().begin() as connection:
        connection.execute(sa.text("INSERT INTO failed_attempts VALUES ('x', 1, NULL, 0)"))
    command.upgrade(alembic, "head")
    with db.engine().connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM failed_attempts")) == 1


def test_failures_of_the_previous_release_go_on_counting(alembic):
    command.upgrade(alembic, "0002")
    old = "INSERT INTO failed_attempts VALUES ('ada@example.org', 9, '2026-01-01T00:00:00.000Z')"
    with db.engine().begin() as connection:
        connection.execute(sa.text(old))
    command.upgrade(alembic, "head")
    with db.engine().connect() as connection:
        (row,) = connection.execute(sa.select(db.metadata.tables["failed_attempts"])).all()
    assert (row.counter, row.failures, row.codes) == ("e-mail ada@example.org", 9, 0)
    command.downgrade(alembic, "0002")
    with db.engine().connect() as connection:
        found = connection.scalar(sa.text("SELECT email_key FROM failed_attempts"))
    assert found == "ada@example.org"


def test_migrating_back_leaves_nothing_and_can_be_taken_back(alembic):
    command.upgrade(alembic, "head")
    command.downgrade(alembic, "base")
    assert table_names() == set()
    command.upgrade(alembic, "head")
    assert differences() == []


def test_the_migrations_are_one_line_without_branches(alembic):
    script = ScriptDirectory.from_config(alembic)
    assert len(script.get_heads()) == len(script.get_bases()) == 1


def test_each_constraint_of_the_code_is_in_the_database(alembic):
    """Alembic's comparison does not see CHECKs."""
    command.upgrade(alembic, "head")
    inspector = sa.inspect(db.engine())
    for name, table in db.metadata.tables.items():
        wanted = {c.name for c in table.constraints if isinstance(c, sa.CheckConstraint)}
        assert {check["name"] for check in inspector.get_check_constraints(name)} >= wanted
        keys = {tuple(c.columns.keys()) for c in table.foreign_key_constraints}
        found = inspector.get_foreign_keys(name)
        assert {tuple(key["constrained_columns"]) for key in found} == keys


def test_texts_that_are_sorted_are_sorted_by_their_bytes(alembic):
    command.upgrade(alembic, "head")
    names = ["b", "a", "Z", "ä", "_", "A b", "Ab"]
    with db.engine().begin() as connection:
        for name in names:
            row = {"counter": name, "failures": 1, "codes": 0}
            connection.execute(sa.insert(db.metadata.tables["failed_attempts"]).values(row))
        rows = connection.execute(sa.text("SELECT counter FROM failed_attempts ORDER BY 1"))
        assert [row[0] for row in rows] == sorted(names, key=str.encode)
