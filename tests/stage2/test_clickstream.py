"""The clickstream of the catalog service alone: what waits, is counted, and is reported."""

import json
import uuid

import pytest
from catalog import peers

from shop_rules import ids, times
from shop_rules.errors import NotFound

KEY = "0123456789abcdef0123456789abcdef"
TOKEN = "scrape-token-of-this-test"


@pytest.fixture(scope="module")
def catalog(start):
    return start("catalog", METRICS_TOKEN=TOKEN)


@pytest.fixture(scope="module")
def worker(catalog, start):
    return start("catalog-worker")


@pytest.fixture
def stream(durable):
    """What waits in the stream, from nothing on."""
    durable.delete("stream:clicks")
    yield lambda: durable.xrange("stream:clicks")
    durable.delete("stream:clicks")


def a_click(kind="product_viewed", **fields):
    return {"id": str(uuid.uuid4()), "kind": kind, "at": times.now(), **fields}


def an_event(**fields):
    return a_click(session=str(uuid.uuid4()), **fields)


def a_batch(*clicks):
    stored = [{"product_id": None, "visitor": "a tab", **click} for click in clicks]
    return {"id": ids.new_id(), "received_at": times.now(), "clicks": stored}


@pytest.fixture
def counted(catalog, staff):
    """counted(kind) → (events, repeated)"""

    def ask(kind):
        steps = catalog.by(staff, "GET", "/analytics/funnel")["steps"]
        step = next(each for each in steps if each["kind"] == kind)
        return step["events"], step["repeated"]

    return ask


def test_uploads_wait_until_there_are_too_many(catalog, durable, stream):
    assert catalog.ask("POST", "/events", json={"events": [an_event()]}).status_code == 202
    with durable.pipeline() as pipe:
        for _ in range(peers.MOST_WAITING - 2):
            pipe.xadd("stream:clicks", {"id": "x"})
        pipe.execute()
    assert catalog.ask("POST", "/events", json={"events": [an_event()]}).status_code == 202
    refused = catalog.ask("POST", "/events", json={"events": [an_event()]})
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert len(stream()) == peers.MOST_WAITING
    assert catalog.ask("GET", "/products").status_code == 200


def test_what_waits_names_a_key_and_no_person(catalog, neighbours, person, stream):
    neighbours.answer("accounts", "PUT", f"/people/{person.id}/visitor", 200, {"key": KEY})
    sent = [an_event(), an_event(product_id=ids.new_id())]
    catalog.by(person, "POST", "/events", 202, json={"events": sent})
    ((_, fields),) = stream()
    assert set(fields) == {"id", "content", "traceparent"}
    batch = json.loads(fields["content"])
    expected = [
        {"id": each["id"], "kind": each["kind"], "product_id": each.get("product_id")}
        | {"visitor": KEY, "at": each["at"]}
        for each in sent
    ]
    assert batch == {"id": fields["id"], "received_at": batch["received_at"], "clicks": expected}
    assert person.id not in fields["content"]


def test_a_person_who_has_just_gone_is_refused_and_so_are_all_while_accounts_is_down(
    catalog, neighbours, person, stream
):
    neighbours.answer("accounts", "PUT", f"/people/{person.id}/visitor", data=NotFound())
    catalog.by(person, "POST", "/events", 401, json={"events": [an_event()]})
    neighbours.is_away("accounts")
    catalog.by(person, "POST", "/events", 503, json={"events": [an_event()]})
    assert stream() == []
    assert catalog.ask("POST", "/events", json={"events": [an_event()]}).status_code == 202


def test_an_upload_that_is_delivered_twice_counts_once(worker, durable, tell, counted, soon):
    events, repeated = counted("product_added")
    batch, mark = a_batch(a_click("product_added")), a_batch(a_click("product_added"))
    for each in (batch, batch, mark):
        tell("clicks", each["id"], **each)
    soon(lambda: counted("product_added") == (events + 2, repeated))
    soon(lambda: durable.xlen("stream:clicks") == 0)


def test_an_event_that_is_sent_in_two_uploads_counts_once(worker, tell, counted, soon):
    events, repeated = counted("order_placed")
    click = a_click("order_placed")
    for each in (a_batch(click, click), a_batch(click)):
        tell("clicks", each["id"], **each)
    soon(lambda: counted("order_placed") == (events + 1, repeated + 2))


def test_an_upload_that_waited_counts_by_when_it_was_received(worker, tell, counted, soon):
    before = counted("checkout_begun")
    received, at = times.after(-3600), times.after(-3600 - 500)
    late = {**a_batch(a_click("checkout_begun", at=at)), "received_at": received}
    tell("clicks", late["id"], **late)
    soon(lambda: counted("checkout_begun")[0] == before[0] + 1)


def test_the_metrics_say_what_was_counted_and_what_waits(catalog, worker, tell, soon):
    batch = a_batch(a_click("order_placed", at=times.after(120)))
    tell("clicks", batch["id"], **batch)

    def shown():
        shows = {"Authorization": f"Bearer {TOKEN}"}
        text = catalog.ask("GET", "/metrics", headers=shows).text
        early = 'shop_clicks{kind="order_placed",outcome="early"} 0.0'
        return "shop_clicks_waiting 0.0" in text and early not in text and "early" in text

    soon(shown)
