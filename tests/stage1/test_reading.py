"""A connection that has read goes back to the pool, and the next transaction is one."""

import pytest
import sqlalchemy as sa

from shop import db, idempotency

KEYS = idempotency.idempotency_keys
ROW = {"user_id": "ada", "operation": "test", "key": "1", "fingerprint": "", "result_id": ""}


def count():
    with db.reading() as tx:
        return tx.scalar(sa.select(sa.func.count()).select_from(KEYS).where(KEYS.c.key == "1"))


def test_a_transaction_after_a_read_is_rolled_back(open_shop, database):
    open_shop(DATABASE_URL=database)
    assert count() == 0
    with pytest.raises(ZeroDivisionError), db.transaction("test") as tx:
        tx.execute(sa.insert(KEYS).values(**ROW, expires_at="2999"))
        raise ZeroDivisionError
    assert count() == 0


def test_a_transaction_after_a_read_is_committed(open_shop, database):
    open_shop(DATABASE_URL=database)
    assert count() == 0
    with db.transaction("test") as tx:
        tx.execute(sa.insert(KEYS).values(**ROW, expires_at="2999"))
    assert count() == 1
