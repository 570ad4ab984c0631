"""Accounts, passwords, tokens and second factors."""

from . import idea

IDEAS = {
    "tokens-survive-a-sign-out": idea(
        "Signing out revokes the refresh token; the access token works until it expires.",
        "identity",
        "test_tokens.py::test_signing_out_kills_this_sign_in_at_once_and_no_other",
    ),
    "tokens-survive-a-new-password": idea(
        "A stolen token still works after a change of the password.",
        "identity",
        "test_passwords.py::test_with_a_new_password_every_token_dies_at_once",
    ),
    "a-password-is-replaced-without-it": idea(
        "A person who has a password sets another without it, as if it were the first.",
        "identity",
        "test_first_password.py::test_a_password_that_is_there_is_never_replaced_without_it",
    ),
    "refresh-token-works-twice": idea(
        "A refresh token is not used up.",
        "identity",
        "test_tokens.py::test_a_refresh_token_used_again_kills_its_whole_family",
    ),
    "refresh-reuse-goes-unpunished": idea(
        "A reused refresh token is refused, but the thief's newer one still works.",
        "identity",
        "test_tokens.py::test_a_refresh_token_used_again_kills_its_whole_family",
    ),
    "unsigned-tokens-are-believed": idea(
        "A token that says alg: none needs no signature.",
        "identity",
        "test_forged_tokens.py::test_a_token_without_a_signature_is_401",
    ),
    "a-refresh-counts-as-a-sign-in": idea(
        "A refresh counts as a recent sign-in, so a thief does not have to sign in.",
        "identity",
        "test_sessions.py::test_a_token_says_when_the_sign_in_was_and_a_refresh_does_not_count",
    ),
    "a-new-email-keeps-the-thief": idea(
        "A change of the e-mail leaves the person's other sessions alive.",
        "identity",
        "test_sessions.py::test_a_new_email_ends_all_other_sessions_at_once",
    ),
    "a-new-email-ends-all-sessions": idea(
        "A change of the e-mail also ends the session that made it, or its refresh token.",
        "identity",
        "test_sessions.py::test_a_new_email_ends_all_other_sessions_at_once",
    ),
    "sessions-have-no-limit": idea(
        "A person may have any number of sessions, and old ones work forever.",
        "identity",
        "test_sessions.py::test_the_fifty_first_session_ends_the_least_recently_refreshed",
    ),
    "the-first-session-goes-first": idea(
        "The session limit ends the oldest session instead of the least recently refreshed one.",
        "identity",
        "test_sessions.py::test_the_fifty_first_session_ends_the_least_recently_refreshed",
    ),
    "people-make-themselves-staff": idea(
        "Signing up accepts a role in the body.",
        "privilege",
        "test_accounts_changed.py::test_nobody_makes_himself_staff",
    ),
    "one-time-code-works-twice": idea(
        "A one-time code works again while it is current.",
        "identity",
        "test_mfa.py::test_the_code_that_turned_it_on_signs_nobody_in",
    ),
    "second-factor-is-never-asked-for": idea(
        "With the second factor on, the password alone still signs in.",
        "identity",
        "test_mfa.py::test_with_a_code_it_is_on_and_a_sign_in_needs_one",
    ),
    "throttle-knows-only-members": idea(
        "Failures for an e-mail without an account are not counted, which reveals accounts.",
        "identity",
        "test_throttle.py::test_an_unknown_email_is_locked_like_a_known_one",
    ),
    "throttle-lets-the-right-password-in": idea(
        "A locked e-mail still accepts the right password.",
        "identity",
        "test_throttle.py::test_after_ten_failures_even_the_right_password_is_429",
    ),
    "guesses-at-once-are-not-counted": idea(
        "The lock is read before the password is checked, and the failure is counted after it.",
        "race",
        "test_throttle.py::test_forty_guesses_at_once_get_ten_answers_at_most",
    ),
    "a-new-email-clears-the-count": idea(
        "Wrong codes are counted by e-mail, which a thief can change after nine guesses.",
        "identity",
        "test_throttle_of_people.py::test_a_new_email_clears_no_failures",
    ),
    "a-new-email-gives-new-sign-ins": idea(
        "Failed sign-ins stay with the old e-mail: after nine, a new one gives ten more.",
        "identity",
        "test_throttle_of_people.py::test_a_new_email_gives_no_new_sign_ins",
    ),
    "any-success-clears-the-count": idea(
        "A code of the guesser's own second factor clears the guesses at the password.",
        "identity",
        "test_throttle_of_people.py::test_a_second_factor_of_ones_own_clears_no_wrong_passwords",
    ),
    "common-passwords-are-taken": idea(
        "Any long password is accepted, even the most common ones.",
        "identity",
        "test_accounts.py::test_what_does_not_fit_is_422_and_makes_nobody",
        "test_passwords.py::test_a_new_password_that_others_guess_first_is_422_and_changes_nothing",
    ),
    "emails-differ-by-case": idea(
        "Ada@… and ada@… get an account each.",
        "identity",
        "test_emails.py::test_an_email_is_taken_in_every_way_of_writing_it",
    ),
    "any-current-password-will-do": idea(
        "The password can be changed without the current one.",
        "identity",
        "test_passwords.py::test_a_wrong_current_password_is_422_and_changes_nothing",
    ),
    "the-gone-stay-signed-in": idea(
        "Deleting an account only blanks its name and e-mail; its tokens still work.",
        "identity",
        "test_deleted_accounts.py::test_a_deleted_persons_tokens_are_dead_at_once",
    ),
    "the-gone-lose-their-parcel": idea(
        "Deleting an account erases the address of an order that is not shipped yet.",
        "loss",
        "test_deleted_accounts.py::test_open_orders_keep_their_address_and_are_finished",
    ),
    "password-hash-is-shown": idea(
        "The response shows the person's whole row.",
        "privacy",
        "test_accounts.py::test_who_signs_up_is_a_customer_and_found_at_the_location",
    ),
    "long-passwords-stay-for-ever": idea(
        "A password of 128 characters is valid at sign-up, but not as the current one of a change.",
        "off by one",
        "test_bites_accounts.py::test_the_longest_password_can_be_changed",
    ),
    "turned-off-factor-keeps-its-secret": idea(
        "A second factor that was turned off is turned on again with its old secret.",
        "state",
        "test_bites_accounts.py::test_a_second_factor_that_was_turned_off_has_to_be_begun_anew",
    ),
    "codes-are-guessed-to-turn-it-off": idea(
        "Wrong codes count when signing in, not when turning the second factor off.",
        "identity",
        "test_throttle_of_people.py::test_guesses_at_the_code_that_turns_it_off_lock_it",
    ),
}
