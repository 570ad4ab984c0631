from ..patch import Patch

USECASES = "stage1-monolith/shop/accounts/usecases.py"
STORE = "stage1-monolith/shop/accounts/store.py"
SIGN_INS = "stage1-monolith/shop/accounts/sign_ins.py"
SESSIONS = "stage1-monolith/shop/accounts/sessions.py"
ENDINGS = "stage1-monolith/shop/accounts/endings.py"
TOKENS = "shared/shop_rules/tokens.py"
PASSWORDS = "shared/shop_rules/passwords.py"
CODES = "shared/shop_rules/one_time_codes.py"

PATCHES = {
    "tokens-survive-a-sign-out": [
        Patch(
            SESSIONS,
            """
def roles_in(""",
            """
def forget_refresh_tokens(tx, session_id):
    tx.execute(sa.delete(refresh_tokens).where(refresh_tokens.c.session_id == session_id))


def roles_in(""",
        ),
        Patch(
            SIGN_INS,
            "endings.revoke(tx, session_id)",
            "sessions.forget_refresh_tokens(tx, session_id)",
        ),
    ],
    "a-password-is-replaced-without-it": [
        Patch(PASSWORDS, "current is None and password_hash != NONE:", "password_hash is None:")
    ],
    "tokens-survive-a-new-password": [
        Patch(USECASES, "            endings.revoke_all(tx, caller.id)\n", "")
    ],
    "refresh-token-works-twice": [Patch(SESSIONS, "values(used=True)", "values(used=False)")],
    "refresh-reuse-goes-unpunished": [
        Patch(
            SIGN_INS,
            """session.used:
            endings.revoke(tx, session.id)
""",
            """session.used:
            pass
""",
        )
    ],
    "a-refresh-counts-as-a-sign-in": [
        Patch(TOKENS, 'claims["auth_time"] = signed_in_at', 'claims["auth_time"] = now')
    ],
    "a-new-email-keeps-the-thief": [
        Patch(
            USECASES,
            "            endings.revoke_others(tx, caller.id, caller.session_id)\n",
            "            pass\n",
        )
    ],
    "a-new-email-ends-all-sessions": [
        Patch(
            USECASES,
            "endings.revoke_others(tx, caller.id, caller.session_id)",
            "endings.revoke_all(tx, caller.id)",
        )
    ],
    "sessions-have-no-limit": [Patch(TOKENS, "SESSIONS_A_PERSON = 50", "SESSIONS_A_PERSON = 500")],
    "the-first-session-goes-first": [
        Patch(ENDINGS, "sessions.c.expires_at.desc(), sessions.c.id", "sessions.c.id")
    ],
    "unsigned-tokens-are-believed": [
        Patch(
            TOKENS,
            """
    try:
        claims: Any = jwt.decode(
""",
            """
    try:
        if jwt.get_unverified_header(token)["alg"] == "none":
            return jwt.decode(token, options={"verify_signature": False})
        claims: Any = jwt.decode(
""",
        )
    ],
    "people-make-themselves-staff": [
        Patch(
            "shared/shop_rules/bodies.py",
            """
class NewUser(Body):
""",
            """
class NewUser(Body):
    role: Literal["customer", "staff"] = "customer"
""",
        ),
        Patch(
            USECASES,
            "new.name, password_hash, role, names)",
            'new.name, password_hash, role if role == "staff" else new.role, names)',
        ),
    ],
    "one-time-code-works-twice": [
        Patch(CODES, "if step > last_step and secrets", "if secrets"),
        Patch(STORE, " & (users.c.mfa_last_step < step)", ""),
    ],
    "second-factor-is-never-asked-for": [
        Patch(
            SIGN_INS,
            'if not now.mfa_enabled or use_code(tx, now, credentials.otp or ""):',
            "if now:",
        )
    ],
    "throttle-knows-only-members": [
        Patch(
            SIGN_INS,
            """
    right = hashing.matches(user.password_hash if user else None, credentials.password)
""",
            """
    right = hashing.matches(user.password_hash if user else None, credentials.password)
    if user is None:
        raise Unauthenticated("E-mail, password or one-time code is wrong.")
""",
        )
    ],
    "throttle-lets-the-right-password-in": [
        Patch(
            SIGN_INS,
            """
        sessions.check_attempts(tx, counter)
        proof = prove(tx)
""",
            """
        proof = prove(tx)
        if not proof:
            sessions.check_attempts(tx, counter)
""",
        ),
        Patch(SIGN_INS, "        sessions.check_locked(tx, counter)\n", ""),
    ],
    "guesses-at-once-are-not-counted": [
        Patch(
            SIGN_INS,
            """
        sessions.check_attempts(tx, counter)
        proof = prove(tx)
""",
            """
        sessions.check_attempts(tx, counter)
    with db.transaction(name) as tx:
        proof = prove(tx)
""",
        )
    ],
    "a-new-email-clears-the-count": [
        Patch(
            SIGN_INS,
            'attempt("turn_mfa_off", throttle.of_person(user_id)',
            'attempt("turn_mfa_off", throttle.of_email(user.email_key)',
        )
    ],
    "a-new-email-gives-new-sign-ins": [
        Patch(USECASES, "            sessions.carry_attempts(tx, old, now)\n", "")
    ],
    "any-success-clears-the-count": [
        Patch("shared/shop_rules/throttle.py", "failures - codes if of_code else 0", "0 * failures")
    ],
    "common-passwords-are-taken": [
        Patch(
            "shared/shop_rules/common_passwords.py",
            "texts.name_key(password) in words()",
            "password in words()",
        )
    ],
    "emails-differ-by-case": [
        Patch(
            "shared/shop_rules/texts.py",
            'unicodedata.normalize("NFKC", email).lower()',
            'unicodedata.normalize("NFKC", email)',
        )
    ],
    "any-current-password-will-do": [
        Patch(USECASES, "if right and store.get(", "if store.get("),
    ],
    "the-gone-stay-signed-in": [
        Patch(
            USECASES,
            "        store.delete(tx, user_id)\n",
            '        store.change(tx, user_id, email="", email_key=user_id, name="")\n',
        )
    ],
    "the-gone-lose-their-parcel": [
        Patch(
            "stage1-monolith/shop/orders/store.py",
            "rows = (orders.c.user_id == user_id) & orders.c.status.in_(FINAL)",
            "rows = orders.c.user_id == user_id",
        )
    ],
    "password-hash-is-shown": [
        Patch(
            STORE,
            '"mfa_enabled": row.mfa_enabled,',
            '"mfa_enabled": row.mfa_enabled, "password_hash": row.password_hash,',
        )
    ],
    "long-passwords-stay-for-ever": [
        Patch(
            "shared/shop_rules/bodies.py",
            "current: Password",
            "current: Annotated[str, length(127), STORABLE]",
        )
    ],
    "turned-off-factor-keeps-its-secret": [
        Patch(SIGN_INS, "mfa_enabled=False, mfa_secret=None", "mfa_enabled=False")
    ],
    "codes-are-guessed-to-turn-it-off": [
        Patch(
            SIGN_INS,
            """
    if not attempt("turn_mfa_off", throttle.of_person(user_id), prove, of_code=True):
""",
            """
    with db.transaction("turn_mfa_off") as tx:
        right = prove(tx)
    if not right:
""",
        )
    ],
}
