"""A service whose policies don't validate does not open, and no first account is made."""

import pytest
from accounts import commands

from chassis import conventions


def test_a_policy_that_names_an_unknown_role_stops_the_start_of_each_service(broken_policies):
    with pytest.raises(SystemExit, match=broken_policies):
        conventions.create_app("catalog")


def test_and_nothing_is_prepared_for_it(broken_policies, monkeypatch):
    monkeypatch.setattr(commands.keys, "make_pair", lambda *_: pytest.fail("keys were made"))
    with pytest.raises(SystemExit, match=broken_policies):
        commands.prepare()
