"""Patches for stage 1's ideas on sign-ins elsewhere whose code is different in stage 3."""

from ..patch import Patch

HOME = "stage3-serverless/chalicelib/accounts"
ELSEWHERE, IDENTITIES = f"{HOME}/elsewhere.py", f"{HOME}/identities.py"

PATCHES = {
    "an-email-is-an-identity": [
        Patch(
            ELSEWHERE,
            """        if owner is None:
            raise
""",
            """        if owner is None:
            owner = store.find_by_email(new.email.lower())["id"]
""",
        )
    ],
    "the-last-way-in-goes": [Patch(IDENTITIES, '{"end": 1}', '{"end": 0}')],
    "elsewhere-is-enough": [
        Patch(ELSEWHERE, 'if user["mfa_enabled"]:', "if False:"),
        Patch(IDENTITIES, '"#mfa_enabled = :off AND ', '"(#mfa_enabled = :off OR #sk = #sk) AND '),
    ],
}
