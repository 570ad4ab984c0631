import pytest

from shop_rules import bodies
from shop_rules.errors import Invalid
from shop_rules.role_bodies import NewRoles


@pytest.mark.parametrize("given", [[], ["admin"], ["support", "catalog", "warehouse", "admin"]])
def test_any_roles_may_be_given(given):
    assert bodies.checked(NewRoles, {"roles": given}).roles == given


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"roles": None},
        {"roles": "admin"},
        {"roles": {"admin": True}},
        {"roles": ["emperor"]},
        {"roles": ["Admin"]},
        {"roles": ["customer"]},
        {"roles": ["admin", "admin"]},
        {"roles": ["admin"] * 5},
        {"roles": ["admin"], "role": "staff"},
        [],
        None,
    ],
)
def test_everything_else_is_refused(content):
    with pytest.raises(Invalid):
        bodies.checked(NewRoles, content)
