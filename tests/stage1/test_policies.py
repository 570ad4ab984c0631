"""A shop whose policies don't validate does not open."""

import pytest


def test_a_policy_that_names_an_unknown_role_stops_the_start(open_shop, broken_policies):
    with pytest.raises(SystemExit, match=broken_policies):
        open_shop()
