"""The keys of a service, in this process: what was claimed once is found again."""

import pytest
from inventory import store  # noqa: F401  (a service with keys)

from shop_rules import bodies, ids, times

from chassis import db, idempotency

BODY = bodies.StockAdjustment(delta=1, reason="for a test")


@pytest.fixture
def claim(inside):
    """claim(key) → (the id it is claimed for now, the id it was claimed for before)."""
    inside("inventory")
    db.metadata.create_all(db.engine())
    user_id = ids.new_id()

    def ask(key):
        result_id = ids.new_id()
        with db.transaction("claim") as tx:
            earlier = idempotency.earlier_result(tx, user_id, "adjust", key, BODY, result_id)
        return result_id, earlier

    return ask


def test_a_key_that_is_claimed_leads_to_what_it_was_claimed_for(claim):
    result_id, earlier = claim("a key")
    assert earlier is None
    assert claim("a key")[1] == claim("a key")[1] == result_id


def test_a_key_that_is_over_just_when_it_is_looked_at_still_counts(claim, monkeypatch):
    result_id, _ = claim("a key")
    clock = iter(["2000-01-01T00:00:00.000Z"])
    monkeypatch.setattr(times, "now", lambda: next(clock, "2999-01-01T00:00:00.000Z"))
    assert claim("a key")[1] == result_id


def test_a_key_that_is_over_can_be_claimed_anew(claim, monkeypatch):
    claim("a key")
    monkeypatch.setattr(times, "now", lambda: "2999-01-01T00:00:00.000Z")
    assert claim("a key")[1] is None
