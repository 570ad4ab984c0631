"""Patches for stage 1's ideas on accounts whose code is different in stage 3."""

from ..patch import Patch

HOME = "stage3-serverless/chalicelib/accounts"
SESSIONS, SIGN_INS = f"{HOME}/sessions.py", f"{HOME}/sign_ins.py"
ENDINGS = f"{HOME}/endings.py"
STORE, USECASES = f"{HOME}/store.py", f"{HOME}/usecases.py"

PATCHES = {
    "the-last-admin-goes": [
        Patch(f"{HOME}/admins.py", '"#members > :least" if by < 0 else None', "None"),
        Patch(f"{HOME}/admins.py", ' | ({"least": -by} if by < 0 else {})', ""),
    ],
    "the-log-misses-a-change": [
        Patch(
            f"{HOME}/roles.py",
            '            audit.add(tx, "set_roles", actor_id, user["id"], before, after)\n',
            "",
        )
    ],
    "tokens-survive-a-sign-out": [
        Patch(ENDINGS, "    tx.delete(TABLE, sessions.key(user_id, session_id))\n", "    pass\n")
    ],
    "tokens-survive-a-new-password": [
        Patch(STORE, '"generation": user["generation"] + 1', '"generation": user["generation"]')
    ],
    "refresh-token-works-twice": [Patch(SESSIONS, '{"used": True}', '{"used": False}')],
    "refresh-reuse-goes-unpunished": [
        Patch(
            SIGN_INS,
            """token["used"]:
        sign_out(token["user_id"], token["session_id"])
""",
            """token["used"]:
        pass
""",
        )
    ],
    "a-new-email-keeps-the-thief": [
        Patch(STORE, ' + (email != user["email"])', ""),
        Patch(USECASES, "            endings.revoke_others(tx, user, caller.session_id)\n", ""),
    ],
    "a-new-email-ends-all-sessions": [
        Patch(USECASES, "            endings.revoke_others(tx, user, caller.session_id)\n", "")
    ],
    "the-first-session-goes-first": [
        Patch(
            ENDINGS,
            'item["expires_at"], item.get("refreshed_at", ""), item["sk"]',
            'item["sk"]',
        )
    ],
    "one-time-code-works-twice": [
        Patch(STORE, '"#mfa_last_step < :mfa_last_step"', '"attribute_exists(#pk)"'),
        Patch(
            SIGN_INS,
            'user["mfa_secret"], code, user["mfa_last_step"]',
            'user["mfa_secret"], code, 0',
        ),
    ],
    "second-factor-is-never-asked-for": [
        Patch(SIGN_INS, 'right and (not user["mfa_enabled"] or', "right and (True or")
    ],
    "guesses-at-once-are-not-counted": [
        Patch(SESSIONS, '"SET #failures = #failures + :one, ', '"SET #seen = :one, '),
    ],
    "a-new-email-clears-the-count": [
        Patch(
            SIGN_INS,
            'attempt("turn_mfa_off", throttle.of_person(user_id)',
            'attempt("turn_mfa_off", throttle.of_email(user["email_key"])',
        )
    ],
    "a-new-email-gives-new-sign-ins": [
        Patch(USECASES, "            sessions.carry_attempts(tx, old, new)\n", "")
    ],
    "any-success-clears-the-count": [
        Patch(SESSIONS, "    if not of_code:\n", "    if not of_code or of_code:\n")
    ],
    "any-current-password-will-do": [
        Patch(
            USECASES,
            'if first or hashing.matches(user["password_hash"], given.current or ""):',
            "if True:",
        )
    ],
    "the-gone-stay-signed-in": [
        Patch(
            STORE,
            '    tx.delete(TABLE, key(user["id"]), still, **was)\n',
            "",
        )
    ],
    "the-gone-lose-their-parcel": [
        Patch(
            "stage3-serverless/chalicelib/orders/store.py",
            'row["status"] in FINAL and row["shipping_address"]',
            'row["shipping_address"]',
        )
    ],
    "password-hash-is-shown": [
        Patch(
            STORE,
            '        "mfa_enabled": row["mfa_enabled"],\n',
            '        "mfa_enabled": row["mfa_enabled"],\n'
            '        "password_hash": row["password_hash"],\n',
        )
    ],
}
LEFT_OUT = {
    "throttle-knows-only-members": "an attempt is counted before anybody is looked up",
    "throttle-lets-the-right-password-in": "an attempt is counted before the password is looked at",
    "turned-off-factor-keeps-its-secret": "it is set anew, on or off, by one function",
    "codes-are-guessed-to-turn-it-off": "the same attempt() counts them, and other ideas break it",
}
