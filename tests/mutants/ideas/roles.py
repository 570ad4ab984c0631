"""Roles of staff, and the log of their changes."""

from . import idea

IDEAS = {
    "any-staff-will-do": idea(
        "A staff operation asks whether the caller is staff, and not for the role.",
        "privilege",
        "test_roles_table.py::test_each_role_may_do_what_the_contract_says_and_nothing_else",
    ),
    "support-cancels-anything": idea(
        "The policy for support forgets the limit of the order's total.",
        "privilege",
        "test_roles_table.py::test_support_cancels_orders_up_to_a_total_and_an_admin_any",
    ),
    "staff-ship-their-own-orders": idea(
        "No policy forbids staff to ship or deliver an order that they placed.",
        "privilege",
        "test_roles_table.py::test_nobody_ships_or_delivers_an_order_they_placed",
    ),
    "the-last-admin-goes": idea(
        "The last admin's role may be removed.",
        "lost update",
        "test_roles.py::test_the_last_admin_keeps_the_role",
        "test_roles.py::test_two_admins_who_demote_each_other_leave_one",
    ),
    "customers-are-given-roles": idea(
        "PUT /users/{id}/roles accepts a customer.",
        "privilege",
        "test_roles.py::test_a_customer_never_becomes_staff",
    ),
    "the-log-misses-a-change": idea(
        "A change of roles is not written into the audit log.",
        "loss",
        "test_roles.py::test_an_admin_sets_roles_and_reads_them_back",
    ),
}
