"""A shop whose policies don't validate does not open."""

import pytest

from shop_rules import policies


def test_a_policy_that_names_an_unknown_role_stops_the_start(open_shop, monkeypatch):
    texts = {name: policies.text(name) for name in ("policies.cedar", "policies.cedarschema")}
    texts["policies.cedar"] = texts["policies.cedar"].replace('Role::"support"', 'Rolle::"support"')
    monkeypatch.setattr(policies, "text", texts.get)
    policies._engine.cache_clear()
    try:
        with pytest.raises(SystemExit, match="does not validate, so the shop does not start: "):
            open_shop()
    finally:
        policies._engine.cache_clear()
