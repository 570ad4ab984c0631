from ..patch import Patch

SHOP = "stage1-monolith/shop"
RULES = "shared/shop_rules"
HASHING = f"{SHOP}/accounts/hashing.py"

PATCHES = {
    "failed-passwords-lock-the-door": [
        Patch(
            f"{SHOP}/accounts/usecases.py",
            """
    counter = throttle.of_person(caller.id)
    with db.reading() as tx:
        user = store.get(tx, caller.id)
""",
            """
    with db.reading() as tx:
        user = store.get(tx, caller.id)
        counter = throttle.of_email(user.email_key)
""",
        )
    ],
    "every-sign-in-is-recent": [
        Patch(f"{RULES}/step_up.py", "time.time() - signed_in_at < max_age", "max_age")
    ],
    "a-first-password-needs-no-sign-in": [
        Patch(f"{SHOP}/accounts/usecases.py", "    if first:\n", "    if not passwords:\n")
    ],
    "the-second-factor-needs-no-sign-in": [
        Patch(
            f"{SHOP}/accounts/routes.py",
            """
    auth.owner(user_id, "remove_mfa", recent=True)
    sign_ins.turn_mfa_off(""",
            """
    auth.owner(user_id, "remove_mfa")
    sign_ins.turn_mfa_off(""",
        )
    ],
    "sessions-last-as-long-as-refreshed": [
        Patch(f"{SHOP}/accounts/sessions.py", " & (sessions.c.id >= tokens.oldest_session())", "")
    ],
    "clients-sign-in-without-end": [
        Patch(f"{RULES}/rates.py", "    if count > most:", "    if count > 1000 * most:")
    ],
    "a-header-makes-another-client": [
        Patch(f"{RULES}/rates.py", "(peer, *reversed(hops))", "(*hops, peer)")
    ],
    "everybody-hashes-at-once": [
        Patch(HASHING, "with _taken(_places, 0), _taken(_slots, PATIENCE):", "if True:")
    ],
    "hashes-queue-without-end": [
        Patch(HASHING, "with _taken(_places, 0), _taken(", "with _taken(")
    ],
    "a-slow-body-comes-for-hours": [
        Patch(
            "shared/serving/pace.py",
            "min(last + QUIET_SECONDS, started + GRACE_SECONDS + received / BYTES_A_SECOND)",
            "last + QUIET_SECONDS",
        )
    ],
    "a-picture-is-walked-for-ever": [
        Patch(f"{RULES}/jpeg.py", "for _ in range(MOST_SEGMENTS):", "while True:")
    ],
    "a-hanging-provider-stops-the-shop": [
        Patch(
            f"{SHOP}/orders/tasks.py",
            """
    is_free = _places.acquire(blocking=False)
    try:
        yield is_free""",
            """
    is_free = _places.acquire(blocking=False)
    try:
        yield True""",
        )
    ],
    "clocks-agree-to-the-second": [
        Patch(f"{RULES}/tokens.py", "LEEWAY_SECONDS = 5", "LEEWAY_SECONDS = 0")
    ],
}
