"""The database of a service: waited for so long and no longer."""

import pytest
import sqlalchemy as sa
from alembic import command

from chassis import db, migrate

SLOW = sa.text("SELECT pg_sleep(10)")


@pytest.fixture
def service(inside):
    inside("accounts")


def test_what_takes_too_long_is_given_up_as_if_the_database_were_away(service, monkeypatch):
    monkeypatch.setitem(db.PATIENCE, "options", "-c statement_timeout=200")
    with pytest.raises(db.AWAY) as caught, db.reading() as tx:
        tx.execute(SLOW)
    assert db.REFUSALS[caught.type] is db.refuse_without_database


def test_a_server_that_vanished_is_given_up(service):
    with db.reading() as tx:
        told = tx.connection.driver_connection.info.get_parameters()
    assert int(told["tcp_user_timeout"]) == 10_000
    assert int(told["keepalives_idle"]) + int(told["keepalives_interval"]) <= 10


def test_a_migration_may_take_as_long_as_it_takes(service):
    seen = []

    def see(connection):
        seen.append(connection.exec_driver_sql("SHOW statement_timeout").scalar())

    sa.event.listen(db.engine(), "commit", see)
    command.upgrade(migrate.alembic_config(migrate.SERVICES / "accounts" / "migrations"), "head")
    with db.transaction("after it"):
        pass
    assert seen == ["0", "10s"]


def test_a_transaction_after_a_read_is_rolled_back(service):
    with db.reading() as tx:
        tx.execute(sa.text("SELECT 1"))
    with pytest.raises(ZeroDivisionError), db.transaction("test") as tx:
        tx.execute(sa.text("CREATE TABLE of_a_test (id int)"))
        raise ZeroDivisionError
    with db.reading() as tx:
        assert tx.scalar(sa.text("SELECT to_regclass('of_a_test')")) is None
