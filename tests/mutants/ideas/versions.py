"""Two versions of the API at once."""

from . import idea

IDEAS = {
    "a-contradiction-is-ignored": idea(
        "A request that names two versions is answered in one of them.",
        "form",
        "test_versions.py::test_a_request_has_to_name_one_version_that_there_is",
    ),
    "no-version-is-the-first": idea(
        "A request that names no version is answered in version 1.",
        "form",
        "test_versions.py::test_a_request_has_to_name_one_version_that_there_is",
    ),
    "tags-are-of-any-version": idea(
        "In version 2, a condition accepts an ETag of version 1.",
        "lost update",
        "test_versions.py::test_a_tag_is_of_one_version",
    ),
    "caches-mix-versions": idea(
        "Answers that depend on the header Api-Version have no Vary.",
        "stale read",
        "test_versions.py::test_a_version_is_asked_for",
    ),
    "cents-are-money": idea(
        "Version 2 accepts a price in cents, as version 1 does.",
        "form",
        "test_versions.py::test_a_body_of_the_other_version_is_refused",
    ),
    "lines-stay-in-the-order": idea(
        "In version 2, an order still has its lines in it.",
        "form",
        "test_versions.py::test_the_two_versions_show_the_same_order",
    ),
}
