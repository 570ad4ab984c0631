"""Steps with events of visitors. What was counted is compared by the contract suite: here others
send events too."""

import uuid

from shop_rules import times

from .words import any_of, good, someone, step

WRONG = {
    "kind": {"kind": "product_stolen"},
    "id": {"id": "7"},
    "time": {"at": "2026-02-30T00:00:00.000Z"},
    "key": {"visitor": "0" * 32},
    "more": {"user_id": None},
}
SECONDS = {"late": -1200, "early": 120}


def send_events(play, who, good, what):
    """what: "one", "again" (the id of the last time), "hundred", "101", "none", when, or what of it
    is wrong."""
    seconds = SECONDS.get(what, 0)
    event = {"id": str(uuid.uuid4()), "session": str(uuid.uuid4()), "kind": "product_viewed"}
    event |= {"product_id": play.goods[good], "at": times.after(seconds), **WRONG.get(what, {})}
    if what == "again":
        event = play.returned.get("event", event)
    play.returned["event"] = event
    many = {"hundred": 100, "101": 101, "none": 0}.get(what, 1)
    return play.at(who).post("/events", {"events": [event] * many})


def read_analytics(play, who, query):
    """Whether it is answered: the counts are those of all plays."""
    answer = play.at(who).get(f"/analytics/{query}")
    return answer.status_code if answer.status_code == 200 else answer


SELDOM = [
    step(send_events, someone, good, any_of("one", "again", "hundred", "late", "early")),
    step(send_events, someone, good, any_of("101", "none", *WRONG)),
    step(
        read_analytics,
        someone,
        any_of("funnel", "funnel?from=yesterday", "trending", "trending?window=1w"),
    ),
]
