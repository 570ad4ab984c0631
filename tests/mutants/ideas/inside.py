"""Mistakes inside stage 2 that no client can see: see tests/mutants/inside.py."""

from . import idea

IDEAS = {
    "an-upload-counts-at-each-delivery": idea(
        "An upload of events that is redelivered counts again, as repeated events.",
        "duplicate",
        "tests/stage2/test_clickstream.py::test_an_upload_that_is_delivered_twice_counts_once",
    ),
    "collectors-never-wait": idea(
        "The stream of events grows without a limit.",
        "resources",
        "tests/stage2/test_clickstream.py::test_uploads_wait_until_there_are_too_many",
    ),
    "what-was-counted-stays-in-the-stream": idea(
        "Counted uploads are not deleted, so the stream is soon full of them.",
        "resources",
        "tests/stage2/test_clickstream.py::test_an_upload_that_is_delivered_twice_counts_once",
    ),
    "a-restart-loses-its-events": idea(
        "Events that a service was processing when it died are never redelivered.",
        "loss",
        "tests/stage2/test_streams.py::test_what_a_copy_died_over_goes_to_another",
    ),
    "a-poison-event-comes-for-ever": idea(
        "An event that always fails is retried forever, and never moved to the dead-letter queue.",
        "poison message",
        "tests/stage2/test_dead_letters.py"
        "::test_the_eighth_time_an_event_is_set_aside_with_its_error_and_holds_nobody_up",
    ),
    "a-neighbours-outage-is-poison": idea(
        "While another service is down, valid events use up their tries and are dead-lettered.",
        "poison message",
        "tests/stage2/test_dead_letters.py"
        "::test_a_neighbour_who_is_away_makes_no_event_a_dead_letter",
    ),
    "an-unreadable-event-stops-all": idea(
        "An event that is not UTF-8 blocks all events of its batch forever.",
        "poison message",
        "tests/stage2/test_dead_letters.py"
        "::test_an_event_that_is_no_text_is_set_aside_and_holds_nobody_up",
    ),
    "bodies-fill-the-gateway": idea(
        "Unfinished bodies have no common memory limit.",
        "resources",
        "tests/stage2/test_gateway_bodies.py",
    ),
    "bodies-keep-their-room": idea(
        "The memory of a finished body is never released in the gateway's count.",
        "resources",
        "tests/stage2/test_gateway_bodies.py",
    ),
    "nobody-lets-go-of-a-connection": idea(
        "A reference cycle keeps an abandoned body alive, and its connection open.",
        "resources",
        "tests/serving/test_letting_go.py",
    ),
    "answers-wait-for-who-does-not-read": idea(
        "A client that does not read its response has no time-out.",
        "resources",
        "tests/serving/test_sending.py::test_a_client_who_takes_no_more_is_given_up",
    ),
    "carts-valkey-user-opens-all": idea(
        "The cart service may read and write every key: queues, streams and dead letters.",
        "privilege",
        "tests/stage2/test_redis_users.py",
    ),
    "everybody-writes-sessions": idea(
        "Catalog may write the cache entries of sessions.",
        "privilege",
        "tests/stage2/test_redis_users.py",
    ),
    "any-service-speaks-as-any": idea(
        "A service token with a valid signature may claim another service's name.",
        "identity",
        "tests/stage2/test_service_tokens.py"
        "::test_the_key_of_one_service_makes_no_token_of_another",
    ),
    "a-service-token-opens-every-service": idea(
        "The audience of a service token is not checked.",
        "identity",
        "tests/stage2/test_service_tokens.py",
    ),
    "session-entries-are-believed": idea(
        "Session entries in the cache are trusted without a check of their signature.",
        "identity",
        "tests/stage2/test_session_entries.py::test_anything_else_makes_no_session",
    ),
    "session-entries-fit-any-session": idea(
        "An entry that accounts signed for one session is accepted for another.",
        "identity",
        "tests/stage2/test_session_entries.py",
    ),
    "clocks-have-to-agree": idea(
        "A machine whose clock is a few seconds ahead refuses valid service tokens.",
        "clock",
        "tests/stage2/test_service_tokens.py",
    ),
    "each-gateway-counts-alone": idea(
        "Each gateway has its own rate limit, instead of a common one.",
        "resources",
        "tests/stage2/test_limits.py::test_two_gateways_add_up",
    ),
    "refused-bodies-use-sign-ins-up": idea(
        "A web page can lock its visitor out, by sending text/plain from the visitor's browser.",
        "resources",
        "tests/stage2/test_sign_ins_given_back.py",
    ),
}
