from ..patch import Patch

AUTH = "stage1-monolith/shop/auth.py"
USECASES = "stage1-monolith/shop/accounts/roles.py"
RULES = "shared/shop_rules/roles.py"
POLICIES = "shared/shop_rules/policies.cedar"

PATCHES = {
    "any-staff-will-do": [
        Patch(
            AUTH,
            "    if not policies.allow(caller.roles, operation, own=False):\n",
            "    if not caller.is_staff:\n",
        )
    ],
    "support-cancels-anything": [
        Patch(POLICIES, "when { context.total <= 20000 };", "when { context.total <= 20000000 };")
    ],
    "staff-ship-their-own-orders": [
        Patch(
            POLICIES,
            """forbid (principal, action in Action::"moving_orders", resource)
when { context.own };""",
            """forbid (principal, action in Action::"moving_orders", resource)
when { context.own && false };""",
        )
    ],
    "the-last-admin-goes": [
        Patch(USECASES, "        rules.check_last_admin(before, after, admins)\n", "")
    ],
    "customers-are-given-roles": [
        Patch(RULES, '    if role != "staff":\n        raise', '    if role == "":\n        raise')
    ],
    "the-log-misses-a-change": [
        Patch(
            USECASES,
            '            audit.add(tx, "set_roles", actor_id, user_id, before, after)\n',
            "",
        )
    ],
}
