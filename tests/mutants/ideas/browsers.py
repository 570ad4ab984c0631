"""Browser sessions: the cookie, its header, and tokens in responses."""

from . import idea

IDEAS = {
    "scripts-read-the-cookie": idea(
        "The cookie is not HttpOnly: an injected script can steal the refresh token.",
        "identity",
        "test_browsers.py::test_the_refresh_token_is_in_the_cookie_and_nowhere_else",
    ),
    "every-site-sends-the-cookie": idea(
        "The cookie has no SameSite, so browsers send it with requests from other sites.",
        "identity",
        "test_browsers.py::test_the_refresh_token_is_in_the_cookie_and_nowhere_else",
    ),
    "every-request-brings-the-cookie": idea(
        "The cookie's path is /, so every part of the shop gets the refresh token.",
        "identity",
        "test_browsers.py::test_the_refresh_token_is_in_the_cookie_and_nowhere_else",
    ),
    "shops-share-a-cookie": idea(
        "The cookie's name has no port: a second shop on the host signs people out of the first.",
        "identity",
        "test_browsers.py::test_the_refresh_token_is_in_the_cookie_and_nowhere_else",
    ),
    "pages-of-others-use-the-cookie": idea(
        "A cookie counts without the header that only the shop's own pages can send.",
        "identity",
        "test_browsers.py::test_without_the_header_the_cookie_counts_for_nothing",
    ),
    "the-cookies-token-is-in-the-body": idea(
        "The refresh token is in the cookie, but also in the body, where scripts can read it.",
        "identity",
        "test_browsers.py::test_the_refresh_token_is_in_the_cookie_and_nowhere_else",
    ),
    "the-next-cookie-is-not-set": idea(
        "A refresh does not set the next cookie, so the next refresh looks like a thief's.",
        "identity",
        "test_browsers.py::test_each_refresh_sets_the_next_cookie",
    ),
    "the-cookie-outlives-the-session": idea(
        "Signing out ends the session and leaves the cookie in the browser.",
        "identity",
        "test_browsers.py::test_signing_out_kills_the_session_and_deletes_the_cookie",
    ),
    "signing-out-only-deletes-the-cookie": idea(
        "Signing out deletes the cookie, but a copy of it still works.",
        "identity",
        "test_browsers.py::test_signing_out_kills_the_session_and_deletes_the_cookie",
    ),
    "the-first-of-two-cookies-counts": idea(
        "Of two cookies with the same name the first is used, even if another port has set it.",
        "identity",
        "test_browsers.py::test_a_cookie_that_comes_twice_is_401",
    ),
}
