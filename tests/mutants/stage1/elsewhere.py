from ..patch import Patch

HOME = "stage1-monolith/shop/accounts"
ELSEWHERE, LINKING = f"{HOME}/elsewhere.py", f"{HOME}/linking.py"
AUTHORIZATIONS, PROVIDER = f"{HOME}/authorizations.py", f"{HOME}/provider.py"
TOKENS, BODIES = "shared/shop_rules/id_tokens.py", "shared/shop_rules/identity_bodies.py"

PATCHES = {
    "id-tokens-need-no-signature": [
        Patch(TOKENS, 'options={"require"', 'options={"verify_signature": False, "require"')
    ],
    "any-nonce-will-do": [Patch(TOKENS, "or not right:", ":")],
    "any-party-will-do": [Patch(TOKENS, "party != client_id or not right:", "not right:")],
    "unverified-emails-are-believed": [
        Patch(BODIES, 'claimed["email"] and claimed["email_verified"]', 'claimed["email"]')
    ],
    "an-email-is-an-identity": [
        Patch(
            ELSEWHERE,
            """        if owner is None:
            raise
""",
            """            if owner is None:
                owner = store.find_by_email(tx, new.email.lower()).id
""",
        )
    ],
    "people-are-sent-back-anywhere": [
        Patch(
            ELSEWHERE,
            "if wanted.redirect_uri not in config().identity.redirect_uris:",
            "if not wanted.redirect_uri:",
        )
    ],
    "the-last-way-in-goes": [
        Patch(LINKING, "if user.password_hash == passwords.NONE and ", "if not user and ")
    ],
    "elsewhere-is-enough": [
        Patch(ELSEWHERE, "    if enabled:\n", "    if False:\n"),
        Patch(ELSEWHERE, "if store.get(tx, user_id, lock=True).mfa_enabled:", "if False:"),
    ],
    "a-failing-provider-uses-up-the-state": [
        Patch(ELSEWHERE, "authorizations.give_back(tx, given.state)", "pass")
    ],
    "keys-are-read-once": [Patch(PROVIDER, "_keys(again)", "_keys()")],
}
