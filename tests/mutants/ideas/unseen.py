"""Mistakes that no client can see, or only after 90 days, many sign-ins, or a stuck reader.

The suite's shops hash cheaply and have no limit of sign-ins, so a stage's own tests must catch
these.
"""

from . import idea

IDEAS = {
    "failed-passwords-lock-the-door": idea(
        "A thief's wrong passwords count as failed sign-ins, which locks the owner out.",
        "identity",
        "test_throttle_of_people.py::test_guesses_of_a_signed_in_thief_keep_nobody_from_signing_in",
    ),
    "every-sign-in-is-recent": idea(
        "A sign-in of any age counts as recent.",
        "identity",
        "tests/rules/test_step_up.py",
        "tests/stage1/test_step_up.py",
    ),
    "the-second-factor-needs-no-sign-in": idea(
        "A stolen token turns the second factor off, with no recent sign-in.",
        "identity",
        "tests/stage1/test_step_up.py",
    ),
    "a-first-password-needs-no-sign-in": idea(
        "A stolen token chooses a password for a person who has none, with no recent sign-in.",
        "identity",
        "tests/stage1/test_step_up.py",
    ),
    "sessions-last-as-long-as-refreshed": idea(
        "A refreshed session lives longer than 90 days.",
        "identity",
        "tests/stage1/test_sessions.py",
    ),
    "clients-sign-in-without-end": idea(
        "One client may sign in and sign up any number of times in a minute.",
        "resources",
        "tests/stage1/test_rates.py",
    ),
    "a-header-makes-another-client": idea(
        "X-Forwarded-For is trusted from any sender.",
        "resources",
        "tests/stage1/test_rates.py",
    ),
    "everybody-hashes-at-once": idea(
        "Every thread may hash a password at the same time.",
        "resources",
        "tests/stage1/test_hashing.py",
    ),
    "hashes-queue-without-end": idea(
        "Any number of requests may wait for a hashing slot, and each blocks a thread.",
        "resources",
        "tests/stage1/test_hashing.py",
    ),
    "a-slow-body-comes-for-hours": idea(
        "A body with one byte every few seconds is never given up.",
        "resources",
        "tests/serving/test_pace.py",
    ),
    "a-picture-is-walked-for-ever": idea(
        "A JPEG may have any number of segments.",
        "resources",
        "tests/rules/test_jpeg.py",
    ),
    "a-hanging-provider-stops-the-shop": idea(
        "Any number of orders may wait for the provider, and each blocks a thread.",
        "resources",
        "tests/stage1/test_places.py",
    ),
    "clocks-agree-to-the-second": idea(
        "A token from a clock that is a second ahead is refused.",
        "identity",
        "tests/rules/test_tokens.py",
    ),
}
