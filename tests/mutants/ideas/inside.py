"""What goes wrong inside a shop of services, where no client looks: see tests/mutants/inside.py."""

from . import idea

IDEAS = {
    "a-restart-loses-its-events": idea(
        "What a service had in hand when it died is given to no other copy of it.",
        "loss",
        "tests/stage2/test_streams.py::test_what_a_copy_died_over_goes_to_another",
    ),
    "a-poison-event-comes-for-ever": idea(
        "An event that always fails is tried again and again, and never set aside.",
        "poison message",
        "tests/stage2/test_dead_letters.py"
        "::test_the_eighth_time_an_event_is_set_aside_with_its_error_and_holds_nobody_up",
    ),
    "a-neighbours-outage-is-poison": idea(
        "While a neighbour is down, good events use their tries up and are set aside.",
        "poison message",
        "tests/stage2/test_dead_letters.py"
        "::test_a_neighbour_who_is_away_makes_no_event_a_dead_letter",
    ),
    "an-unreadable-event-stops-all": idea(
        "An event that is no UTF-8 can't be read, and nothing that came with it ever is.",
        "poison message",
        "tests/stage2/test_dead_letters.py"
        "::test_an_event_that_is_no_text_is_set_aside_and_holds_nobody_up",
    ),
    "bodies-fill-the-gateway": idea(
        "Unfinished bodies are kept, however many there are.",
        "resources",
        "tests/stage2/test_gateway_bodies.py",
    ),
    "bodies-keep-their-room": idea(
        "What a body took of the gateway's memory is never counted back.",
        "resources",
        "tests/stage2/test_gateway_bodies.py",
    ),
    "nobody-lets-go-of-a-connection": idea(
        "A body that was given up is kept in a cycle, and its connection stays open.",
        "resources",
        "tests/serving/test_letting_go.py",
    ),
    "answers-wait-for-who-does-not-read": idea(
        "A client that reads no answer is waited for as long as it likes.",
        "resources",
        "tests/serving/test_sending.py::test_a_client_who_takes_no_more_is_given_up",
    ),
    "carts-valkey-user-opens-all": idea(
        "The cart service may read and write every key: queues, streams and dead letters.",
        "privilege",
        "tests/stage2/test_redis_users.py",
    ),
    "everybody-writes-sessions": idea(
        "Catalog may write the entries from which services know who is signed in.",
        "privilege",
        "tests/stage2/test_redis_users.py",
    ),
    "any-service-speaks-as-any": idea(
        "A service token is verified with the key of its signer, and says another's name.",
        "identity",
        "tests/stage2/test_service_tokens.py"
        "::test_the_key_of_one_service_makes_no_token_of_another",
    ),
    "a-service-token-opens-every-service": idea(
        "Nobody compares for which service a service token was made.",
        "identity",
        "tests/stage2/test_service_tokens.py",
    ),
    "session-entries-are-believed": idea(
        "What the cache says of a session counts, whoever signed it.",
        "identity",
        "tests/stage2/test_session_entries.py::test_anything_else_makes_no_session",
    ),
    "session-entries-fit-any-session": idea(
        "An entry that accounts signed for one session is taken for another's.",
        "identity",
        "tests/stage2/test_session_entries.py",
    ),
    "clocks-have-to-agree": idea(
        "A service token is expired to a machine whose clock is a few seconds ahead.",
        "clock",
        "tests/stage2/test_service_tokens.py",
    ),
    "each-gateway-counts-alone": idea(
        "What a client sent through another gateway does not count here.",
        "resources",
        "tests/stage2/test_limits.py::test_two_gateways_add_up",
    ),
    "refused-bodies-use-sign-ins-up": idea(
        "A web page sends text/plain from its visitor's browser, and locks the visitor out.",
        "resources",
        "tests/stage2/test_sign_ins_given_back.py",
    ),
}
