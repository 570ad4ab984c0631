"""Events of visitors, and how they are counted."""

from . import idea

COUNTS = "test_clickstream.py::test_an_event_counts_once_if_it_is_in_time"
VISITORS = "test_clickstream.py::test_a_visitor_is_a_session_or_the_person_who_is_signed_in"
TRENDING = "test_clickstream.py::test_what_is_trending_is_on_sale_and_named_most_often"

IDEAS = {
    "an-event-counts-whenever-it-is-sent": idea(
        "An event that is sent again, with the same id, counts again.", "duplicate", COUNTS
    ),
    "late-events-count": idea("An event counts however late it is received.", "event time", COUNTS),
    "events-may-come-from-the-future": idea(
        "An event counts although its time is still to come.", "event time", COUNTS
    ),
    "a-view-is-a-visitor": idea(
        "Each event of a visitor counts as a visitor.", "duplicate", VISITORS
    ),
    "a-person-is-a-session": idea(
        "A person who is signed in counts once for each session.", "identity", VISITORS
    ),
    "what-is-archived-trends": idea(
        "A product that is no longer sold is among those that are trending.", "state", TRENDING
    ),
    "a-wrong-token-is-nobodys": idea(
        "Events with a token that is not valid count as those of a visitor who is not signed in.",
        "identity",
        "test_clickstream.py::test_a_token_that_is_no_longer_valid_is_refused",
    ),
}
