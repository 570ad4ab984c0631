"""A key that another transaction deletes while it is being looked up."""

from contextlib import suppress

import pytest
import sqlalchemy as sa

from shop import commands, db, idempotency
from shop_rules import bodies, ids

BODY = bodies.StockAdjustment(delta=1, reason="for a test")


@pytest.fixture
def shop_on_postgres(settings, postgres_url):
    settings(DATABASE_URL=postgres_url)
    commands.prepare()


def claim(key):
    with db.transaction("claim") as tx:
        return idempotency.earlier_result(tx, "somebody", "adjust", key, BODY, ids.new_id())


def clear_away():
    """What any other request does first, by a clock on which the key is over; if it may."""
    with db.engine().connect() as other:
        other.execute(sa.text("SET LOCAL lock_timeout = '200ms'"))
        with suppress(sa.exc.OperationalError):
            other.execute(sa.delete(idempotency.idempotency_keys))
            other.commit()


def test_a_key_cleared_away_after_it_was_found_taken_still_counts(shop_on_postgres):
    claim("a key")
    first = claim("a key")

    def after_insert(_connection, _cursor, statement, *_more):
        if statement.startswith("INSERT INTO idempotency_keys"):
            clear_away()

    sa.event.listen(db.engine(), "after_cursor_execute", after_insert)
    assert claim("a key") == first
