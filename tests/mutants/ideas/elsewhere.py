"""Sign-in with an identity provider."""

from . import idea

REFUSED = "test_identities_refused.py"
WRONG_TOKENS = f"{REFUSED}::test_an_id_token_that_is_wrong_in_one_way_signs_nobody_in"

IDEAS = {
    "id-tokens-need-no-signature": idea(
        "An ID token is accepted, no matter who signed it.", "identity", WRONG_TOKENS
    ),
    "any-nonce-will-do": idea(
        "An ID token of another sign-in is accepted.", "identity", WRONG_TOKENS
    ),
    "any-party-will-do": idea(
        "An ID token for another program of the same provider is accepted.",
        "identity",
        WRONG_TOKENS,
    ),
    "unverified-emails-are-believed": idea(
        "A new account gets an e-mail that the provider has not verified.",
        "identity",
        "test_identities.py::test_an_email_that_is_not_verified_makes_no_account",
    ),
    "an-email-is-an-identity": idea(
        "An unknown identity is signed in to the account that has its e-mail.",
        "identity",
        "test_identities.py::test_an_email_with_an_account_is_not_taken_over",
    ),
    "people-are-sent-back-anywhere": idea(
        "The provider may send people back to any address, with their code.",
        "identity",
        "test_identities.py::test_people_are_sent_back_to_configured_addresses_only",
    ),
    "the-last-way-in-goes": idea(
        "A person without a password may unlink the only identity.",
        "state",
        "test_identities.py::test_the_last_way_in_stays",
    ),
    "elsewhere-is-enough": idea(
        "A sign-in with an identity provider needs no second factor.",
        "identity",
        f"{REFUSED}::test_the_second_factor_is_asked_for_and_the_same_answer_sent_again",
    ),
    "a-failing-provider-uses-up-the-state": idea(
        "After a 503 the same request is refused, though the provider was never asked.",
        "failure",
        f"{REFUSED}::test_after_it_failed_before_the_code_was_used_the_same_answer_signs_in",
    ),
    "keys-are-read-once": idea(
        "After the provider has changed its key, no one can sign in until the shop restarts.",
        "failure",
        f"{REFUSED}::test_a_new_key_of_the_provider_is_found",
    ),
}
