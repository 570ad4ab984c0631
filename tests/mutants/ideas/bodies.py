"""What is taken from a request, and the form of what is answered."""

from . import idea

IDEAS = {
    "unknown-fields-pass": idea(
        "A field nobody knows is ignored instead of refused.",
        "validation",
        "test_bodies.py",
    ),
    "text-passes-for-a-number": idea(
        '"3" is taken for 3.',
        "validation",
        "test_bodies.py",
    ),
    "blanks-are-kept": idea(
        "Texts are not trimmed, so that a blank passes for a name.",
        "validation",
        "test_catalog_bodies.py",
    ),
    "kilobytes-are-short": idea(
        "A body may have 256,000 bytes instead of 262,144.",
        "off by one",
        "test_bodies.py",
    ),
    "refusal-has-no-request-id": idea(
        "Problem details come without the id that leads to the log.",
        "form",
        "test_conventions.py",
    ),
    "refusal-repeats-the-password": idea(
        "The error of a bad body quotes the body.",
        "privacy",
        "test_secrets.py",
    ),
    "crash-shows-the-insides": idea(
        "A bent cursor is a crash, and the answer to a crash is a traceback.",
        "crash",
        "test_lists.py",
    ),
    "private-answers-are-cached": idea(
        "Private data may be kept by caches for a minute.",
        "privacy",
        "test_conventions.py",
    ),
    "request-id-is-not-echoed": idea(
        "The client's X-Request-ID is replaced by another.",
        "form",
        "test_conventions.py",
    ),
}
