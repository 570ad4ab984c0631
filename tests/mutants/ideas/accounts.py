"""People, their passwords, tokens and second factors."""

from . import idea

IDEAS = {
    "tokens-survive-a-sign-out": idea(
        "Signing out ends the refresh token; the access token goes on until it expires.",
        "identity",
        "test_tokens.py",
    ),
    "tokens-survive-a-new-password": idea(
        "Whoever stole a token keeps it when the password is changed.",
        "identity",
        "test_passwords.py",
    ),
    "refresh-token-works-twice": idea(
        "A refresh token is not used up.",
        "identity",
        "test_tokens.py",
    ),
    "refresh-reuse-goes-unpunished": idea(
        "A refresh token used again is refused, but the thief's newer one goes on.",
        "identity",
        "test_tokens.py",
    ),
    "unsigned-tokens-are-believed": idea(
        "A token that says alg: none needs no signature.",
        "identity",
        "test_forged_tokens.py",
    ),
    "people-make-themselves-staff": idea(
        "Signing up takes a role from the body.",
        "privilege",
        "test_accounts.py",
    ),
    "one-time-code-works-twice": idea(
        "A one-time code can be used again while its time lasts.",
        "identity",
        "test_mfa.py",
    ),
    "second-factor-is-never-asked-for": idea(
        "It can be turned on, and the password alone still signs in.",
        "identity",
        "test_mfa.py",
    ),
    "throttle-knows-only-members": idea(
        "Guesses at an e-mail without an account are not counted, which tells who has one.",
        "identity",
        "test_throttle.py",
    ),
    "throttle-lets-the-right-password-in": idea(
        "A locked e-mail opens to whoever guesses right.",
        "identity",
        "test_throttle.py",
    ),
    "guesses-at-once-are-not-counted": idea(
        "The lock is looked at before the password is checked, and the failure noted after it.",
        "race",
        "test_throttle.py",
    ),
    "emails-differ-by-case": idea(
        "Ada@… and ada@… get an account each.",
        "identity",
        "test_accounts.py",
    ),
    "any-current-password-will-do": idea(
        "A new password is set without the old one being right.",
        "identity",
        "test_passwords.py",
    ),
    "the-gone-stay-signed-in": idea(
        "An account is deleted by blanking its name and e-mail; its tokens live on.",
        "identity",
        "test_deleted_accounts.py",
    ),
    "the-gone-lose-their-parcel": idea(
        "Deleting an account erases the address of an order that is still to be sent.",
        "loss",
        "test_deleted_accounts.py",
    ),
    "password-hash-is-shown": idea(
        "The person as answered is the whole row.",
        "privacy",
        "test_accounts.py",
    ),
}
