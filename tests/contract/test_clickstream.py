"""Events of visitors: which of them count, how often, and for what."""

import uuid

import pytest

from shop_rules import times

from .clicks import KINDS, an_event, enough, funnel, of, sent, trending, uploads
from .client import Person
from .steps import LATER, a_customer, a_product, accepted, eventually, refused
from .x_roles import OPERATIONS

NONE = {"visitors": 0, "events": 0, "late": 0, "early": 0, "repeated": 0}


class Counts:
    """What is added to the funnel from here on."""

    def __init__(self, staff):
        self.staff, self.since = staff, times.after(-3 * 3600)
        self.before = funnel(staff, self.since)

    def become(self, **expected):
        """Wait for the counts of each kind; those that are not named are zero."""
        wanted = {kind: {**NONE, **expected.get(kind, {})} for kind in KINDS}

        def check():
            now = funnel(self.staff, self.since)
            assert wanted == {
                kind: {name: now[kind][name] - self.before[kind][name] for name in NONE}
                for kind in KINDS
            }

        eventually(check, LATER)


@pytest.mark.alone
def test_an_event_counts_once_if_it_is_in_time(anyone, staff):
    counts = Counts(staff)
    viewed, added = an_event(), an_event("product_added", -540)
    sent(anyone, viewed, added, viewed)
    sent(anyone, viewed)
    sent(anyone, {**viewed, "kind": "order_placed"})  # the id decides
    sent(anyone, an_event("checkout_begun", -660), an_event("checkout_begun", -366 * 86400))
    sent(anyone, an_event("order_placed", 30), an_event("order_placed", 120))
    counts.become(
        product_viewed={"visitors": 1, "events": 1, "repeated": 2},
        product_added={"visitors": 1, "events": 1},
        checkout_begun={"late": 2},
        order_placed={"visitors": 1, "events": 1, "early": 1, "repeated": 1},
    )


@pytest.mark.alone
def test_a_visitor_is_a_session_or_the_person_who_is_signed_in(anyone, customer, shop, staff):
    other, counts = a_customer(shop), Counts(staff)
    tab, late = str(uuid.uuid4()), an_event("checkout_begun", -660)
    sent(anyone, *(an_event(session=tab) for _ in range(3)), an_event())
    sent(customer, an_event("product_added", session=tab), an_event("product_added"))
    sent(Person(shop, token=customer.token), an_event("product_added"))
    sent(other, an_event("product_added", session=tab), {**late, "session": tab})
    counts.become(
        product_viewed={"visitors": 2, "events": 4},
        product_added={"visitors": 2, "events": 4},
        checkout_begun={"late": 1},
    )


@pytest.mark.alone
def test_uploads_of_one_moment_count_each_event_once(anyone, staff):
    counts, events = Counts(staff), [an_event() for _ in range(60)]
    for _ in range(3):
        sent(anyone, *events)
    sent(anyone, *reversed(events))
    counts.become(product_viewed={"visitors": 60, "events": 60, "repeated": 180})


def test_what_is_trending_is_on_sale_and_named_most_often(anyone, staff):
    most = enough(staff)
    first, second, gone = (a_product(staff, stock=0) for _ in range(3))
    unknown = {"id": str(uuid.uuid4())}
    for product, count in ((second, 20), (first, 30), (gone, 40), (unknown, 40)):
        for upload in uploads(product["id"], most + count):
            sent(anyone, *upload)
    sent(anyone, an_event(seconds=-1200, product_id=first["id"]), an_event())
    accepted(staff.delete(f"/products/{gone['id']}"), 204)

    def check():
        found = trending(staff)[:2]
        wanted = [(first, most + 30), (second, most + 20)]
        named = [{"product_id": each["id"], "name": each["name"]} for each, _ in wanted]
        assert found == [
            {**name, "events": events} for name, (_, events) in zip(named, wanted, strict=True)
        ]

    eventually(check, LATER)
    assert of(staff, first, window="15m") == of(staff, first, window="24h") == most + 30


@pytest.mark.parametrize(
    ("pointer", "wrong"),
    [
        ("/events/1/kind", {"kind": "product_stolen"}),
        ("/events/1/at", {"at": "2026-02-30T00:00:00.000Z"}),
        ("/events/1/at", {"at": "2026-01-31T12:00:00Z"}),
        ("/events/1/at", {"at": 0}),
        ("/events/1/id", {"id": "7"}),
        ("/events/1/id", {"id": None}),
        ("/events/1/session", {"session": "me"}),
        ("/events/1/product_id", {"product_id": "mug"}),
        ("/events/1/visitor", {"visitor": "0" * 32}),
        ("/events/1/user_id", {"user_id": "01a19b45-b800-7c1e-9d30-a5b24f6e81a5"}),
    ],
)
def test_one_wrong_event_refuses_the_upload(anyone, pointer, wrong):
    refused(anyone.post("/events", {"events": [an_event(), an_event(**wrong)]}), 422, pointer)


def test_an_upload_that_is_refused_counts_nothing(anyone, staff):
    product = a_product(staff, stock=0)
    good = [an_event(product_id=product["id"]) for _ in range(99)]
    refused(anyone.post("/events", {"events": [*good, an_event(kind="no")]}), 422)
    refused(anyone.post("/events", {"events": [*good, an_event(), an_event()]}), 422, "/events")
    refused(anyone.post("/events", {"events": []}), 422, "/events")
    refused(anyone.post("/events", good[0]), 422)
    refused(anyone.post("/events", {"events": good}, token="not-one-of-this-shop"), 401)
    last = an_event(product_id=product["id"])
    before = of(staff, product)
    sent(anyone, *good[:1], last)
    assert before == 0
    eventually(lambda: _counted_only(staff, product, 2), LATER)


def _counted_only(staff, product, events):
    """It may stand below the ten that are shown."""
    shown = trending(staff)
    lowest = shown[-1]["events"] if len(shown) == 10 else 0
    found = of(staff, product)
    assert found == events or (found == 0 and lowest >= events)


def test_a_token_that_is_no_longer_valid_is_refused(customer):
    accepted(customer.delete("/tokens/current"), 204)
    refused(customer.post("/events", {"events": [an_event()]}), 401)


@pytest.mark.parametrize(
    "params",
    [
        {"from": "yesterday"},
        {"from": "2026-01-31"},
        {"to": "2026-02-30T00:00:00.000Z"},
        {"from": "2026-01-02T00:00:00.000Z", "to": "2026-01-01T00:00:00.000Z"},
        {"from": "2026-01-01T00:00:00.000Z", "to": "2026-02-01T00:00:00.001Z"},
        {"from": "1999-01-01T00:00:00.000Z", "to": "1999-01-01T00:00:00.000Z"},
    ],
)
def test_a_funnel_is_of_at_most_31_days_that_exist(staff, params):
    refused(staff.get("/analytics/funnel", params=params), 422, "")


def test_a_funnel_is_of_whole_hours(staff):
    params = {"from": "2026-01-01T10:59:59.999Z", "to": "2026-01-31T11:00:00.001Z"}
    found = accepted(staff.get("/analytics/funnel", params=params))
    assert (found["from"], found["to"]) == ("2026-01-01T10:00:00.000Z", "2026-01-31T12:00:00.000Z")
    assert found["steps"] == [{"kind": kind, **NONE} for kind in KINDS]
    same = {"from": "2026-01-01T10:00:00.000Z", "to": "2026-01-01T10:00:00.000Z"}
    assert accepted(staff.get("/analytics/funnel", params=same))["to"] == same["to"]


def test_a_window_is_one_of_three(staff):
    refused(staff.get("/analytics/trending", params={"window": "1w"}), 422, "")


def test_only_the_catalogs_staff_read_what_was_counted(colleagues, customer, anyone):
    paths = [each.path for each in OPERATIONS if each.path.startswith("/analytics/")]
    for path in paths:
        accepted(colleagues["catalog"].get(path))
        for role in ("support", "warehouse"):
            refused(colleagues[role].get(path), 403)
        refused(customer.get(path), 403)
        refused(anyone.get(path), 401)
    assert len(paths) == 2
