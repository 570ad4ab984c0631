"""Mistakes in stage 3 that the contract suite can't see: in front of the local AWS, across a
restart, in the rate limit. Tests of these parts alone must catch them."""

from . import idea

DOOR, GUARD = "tests/local/test_door.py", "tests/local/test_aws_guard.py"
STATE, HOSTS = "tests/local/test_aws_state.py", "tests/local/test_aws_hosts.py"
RATES, SESSIONS = "tests/stage3/test_rates.py", "tests/stage3/test_sessions.py"
MEANWHILE = "tests/stage3/test_meanwhile.py"

IDEAS = {
    "streams-are-forgotten": idea(
        "A stop loses the streams of tables, and functions skip what comes next",
        "restart",
        f"{STATE}::test_a_function_reads_a_stream_on_where_it_was",
    ),
    "queues-keep-their-old-port": idea(
        "After a start on another port, no function reads the queues",
        "restart",
        f"{STATE}::test_a_queue_is_found_under_the_new_port_with_its_messages",
    ),
    "one-host-fails-for-all": idea(
        "A function host that dies while it starts ends all other hosts of its function",
        "crash of one part",
        f"{HOSTS}::test_the_death_of_a_host_that_starts_harms_no_other",
    ),
    "any-host-is-the-doors": idea(
        "The door accepts any Host",
        "DNS rebinding",
        f"{DOOR}::test_a_page_whose_name_leads_here_is_refused",
    ),
    "the-door-passes-every-path": idea(
        "The door forwards every path to the local AWS",
        "internals",
        f"{DOOR}::test_all_else_is_not_there",
    ),
    "a-link-leads-below-a-picture": idea(
        "The door forwards a path that only starts like an image's",
        "internals",
        f"{DOOR}::test_all_else_is_not_there",
    ),
    "links-write-pictures": idea(
        "The door forwards every method of an image link",
        "internals",
        f"{DOOR}::test_pictures_are_read_and_no_more",
    ),
    "the-door-signs-for-clients": idea(
        "The door forwards AWS keys in API calls",
        "privilege",
        f"{DOOR}::test_a_call_of_the_api_has_no_key_of_aws",
    ),
    "browsers-come-past-the-guard": idea(
        "The local AWS accepts requests from web pages",
        "cross-site",
        f"{GUARD}::test_what_a_browser_sends_is_refused_even_with_the_key",
    ),
    "any-host-is-the-guards": idea(
        "The local AWS accepts any Host",
        "DNS rebinding",
        f"{GUARD}::test_a_foreign_host_is_refused_even_with_the_key",
    ),
    "a-known-key-is-root": idea(
        "The emulator's default keys open the local AWS",
        "privilege",
        f"{GUARD}::test_no_other_key_is_root",
    ),
    "roots-signature-is-not-verified": idea(
        "Root's key id is enough, without the secret",
        "privilege",
        f"{GUARD}::test_roots_key_may_do_all_and_a_wrong_signature_nothing",
    ),
    "sixty-one-sign-ins-a-minute": idea(
        "A client may send one sign-in too many",
        "off by one",
        f"{RATES}::test_the_sixty_first_in_a_minute_is_429_for_that_client_alone",
    ),
    "a-header-says-who-the-client-is": idea(
        "X-Forwarded-For lets a client count as a new one in each request",
        "throttle",
        f"{RATES}::test_a_header_makes_nobody_another_client",
    ),
    "sessions-are-refreshed-for-ever": idea(
        "A session lasts as long as it is refreshed",
        "session",
        f"{SESSIONS}::test_a_session_lasts_while_it_is_refreshed_and_ninety_days_at_most",
    ),
    "a-replaced-secret-turns-it-on": idea(
        "A code of a replaced secret turns the second factor on",
        "lost update",
        f"{MEANWHILE}::test_a_code_of_a_secret_that_was_replaced_meanwhile_turns_nothing_on",
    ),
}
