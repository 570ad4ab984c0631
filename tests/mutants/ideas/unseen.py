"""What no client can see, or would have to wait for: 90 days, a minute's sign-ins, a stuck reader.

The suite's shops hash cheaply and let everybody sign in as often as they like, so tests that look
into the stage have to notice.
"""

from . import idea

IDEAS = {
    "failed-passwords-lock-the-door": idea(
        "A thief's wrong passwords count as failed sign-ins, which locks the owner out.",
        "identity",
        "test_throttle_of_people.py::test_guesses_of_a_signed_in_thief_keep_nobody_from_signing_in",
    ),
    "every-sign-in-is-recent": idea(
        "However old the sign-in is, it is recent enough.",
        "identity",
        "tests/rules/test_step_up.py",
        "tests/stage1/test_step_up.py",
    ),
    "the-second-factor-needs-no-sign-in": idea(
        "A stolen token turns the second factor off, with no recent sign-in.",
        "identity",
        "tests/stage1/test_step_up.py",
    ),
    "sessions-last-as-long-as-refreshed": idea(
        "A session that is refreshed goes on after 90 days.",
        "identity",
        "tests/stage1/test_sessions.py",
    ),
    "clients-sign-in-without-end": idea(
        "One client may sign in and up any number of times in a minute.",
        "resources",
        "tests/stage1/test_rates.py",
    ),
    "a-header-makes-another-client": idea(
        "X-Forwarded-For is believed, whoever sent it.",
        "resources",
        "tests/stage1/test_rates.py",
    ),
    "everybody-hashes-at-once": idea(
        "As many passwords are hashed at once as there are threads.",
        "resources",
        "tests/stage1/test_hashing.py",
    ),
    "hashes-queue-without-end": idea(
        "Any number of requests waits for a free slot, and each holds a thread.",
        "resources",
        "tests/stage1/test_hashing.py",
    ),
    "a-slow-body-comes-for-hours": idea(
        "A byte every few seconds keeps a body going.",
        "resources",
        "tests/serving/test_pace.py",
    ),
    "a-picture-is-walked-for-ever": idea(
        "A JPEG may have any number of segments.",
        "resources",
        "tests/rules/test_jpeg.py",
    ),
    "a-hanging-provider-stops-the-shop": idea(
        "However many orders wait for the provider, the next one waits too.",
        "resources",
        "tests/stage1/test_places.py",
    ),
    "clocks-agree-to-the-second": idea(
        "A token from a clock that is a second ahead is refused.",
        "identity",
        "tests/rules/test_tokens.py",
    ),
}
