import pytest

from shop_rules import roles
from shop_rules.errors import Conflict


def test_roles_are_the_known_ones_once_each_in_one_order():
    assert roles.among(["support", "admin", "support", "emperor"]) == ["admin", "support"]


def test_a_customer_has_no_roles_whatever_the_store_says():
    assert roles.of("customer", ["admin"]) == ("customer",)
    assert roles.of("staff", []) == ("staff",)
    assert roles.of("staff", ["support", "catalog"]) == ("staff", "catalog", "support")


@pytest.mark.parametrize(
    ("name", "role", "names"),
    [
        ("customer", "customer", []),
        ("staff", "staff", ["admin"]),
        ("warehouse", "staff", ["warehouse"]),
    ],
)
def test_the_first_sign_ins_are_named_after_what_they_are(name, role, names):
    assert roles.named(name) == (role, names)


def test_only_staff_get_roles():
    roles.check_staff("staff")
    with pytest.raises(Conflict):
        roles.check_staff("customer")


def test_the_last_admin_stays_and_another_goes():
    roles.check_last_admin(["admin"], [], ["ada", "grace"])
    roles.check_last_admin(["admin"], ["admin", "support"], ["ada"])
    roles.check_last_admin(["support"], [], ["ada"])
    with pytest.raises(Conflict):
        roles.check_last_admin(["admin", "support"], ["support"], ["ada"])


def test_what_is_kept_is_in_both():
    assert roles.kept(["admin", "support"], ["support", "warehouse"]) == ["support"]
