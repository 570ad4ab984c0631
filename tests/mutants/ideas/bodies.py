"""Requests that are accepted, and the form of responses."""

from . import idea

IDEAS = {
    "unknown-fields-pass": idea(
        "An unknown field is ignored instead of refused.",
        "validation",
        "test_bodies.py::test_an_unknown_field_is_422_so_that_nobody_makes_himself_staff",
    ),
    "text-passes-for-a-number": idea(
        '"3" is taken for 3.',
        "validation",
        "test_bodies.py::test_a_mistyped_field_is_422_and_named",
    ),
    "blanks-are-kept": idea(
        "Texts are not trimmed, so a space is a valid name.",
        "validation",
        "test_catalog_bodies.py::test_texts_are_trimmed",
    ),
    "bodies-may-come-for-ever": idea(
        "A body that stalls has no time-out.",
        "resources",
        "test_slow_bodies.py::test_unfinished_bodies_keep_nobody_waiting_and_are_given_up",
    ),
    "anybody-reads-the-metrics": idea(
        "The metrics port requires no token.",
        "access",
        "test_operations.py::test_metrics_are_for_whoever_has_the_scrape_token",
    ),
    "refusals-wait-for-the-body": idea(
        "A refusal that needs no body waits until the body has arrived.",
        "resources",
        "test_slow_bodies.py::test_a_refusal_does_not_wait_for_the_body",
    ),
    "kilobytes-are-short": idea(
        "A body may have 256,000 bytes instead of 262,144.",
        "off by one",
        "test_bodies.py::test_the_longest_body_is_taken",
    ),
    "refusal-has-no-request-id": idea(
        "Problem details lack the request id.",
        "form",
        "test_conventions.py::test_a_good_request_id_is_echoed_in_success_and_refusal",
    ),
    "refusal-repeats-the-password": idea(
        "The error of a bad body quotes the body.",
        "privacy",
        "test_secrets.py::test_no_answer_holds_a_secret",
    ),
    "crash-shows-the-insides": idea(
        "A malformed cursor causes a crash, and the response to a crash shows a traceback.",
        "crash",
        "test_cursors.py::test_a_bad_cursor_is_422",
    ),
    "private-answers-are-cached": idea(
        "Caches may store private data for a minute.",
        "privacy",
        "test_conventions.py::test_what_is_private_is_not_stored_by_caches",
    ),
    "request-id-is-not-echoed": idea(
        "The client's X-Request-ID is replaced by another.",
        "form",
        "test_conventions.py::test_a_good_request_id_is_echoed_in_success_and_refusal",
    ),
    "all-problems-are-listed": idea(
        "A refusal lists every problem of a body, however many there are.",
        "a small request, a large answer",
        "test_bodies.py::test_a_refusal_lists_at_most_20_problems_and_says_how_many_there_are",
        "test_bodies.py::test_a_refusal_is_never_larger_than_the_body_it_refuses",
    ),
    "long-names-are-repeated": idea(
        "A refusal repeats the name of an unknown field, however long it is.",
        "a small request, a large answer",
        "test_bodies.py::test_a_refusal_is_never_larger_than_the_body_it_refuses",
    ),
}
