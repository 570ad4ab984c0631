"""Outbox, streams and inbox, on a real PostgreSQL and a real Valkey: nothing is lost, and what is
delivered twice acts once."""

import threading

import pytest
import sqlalchemy as sa

from shop_rules import ids, times

from chassis import db, inbox, outbox, streams

# A relay that waits for rows of another one is an error here, not a test that never ends.
IMPATIENT = "?options=-c%20lock_timeout%3D5s"


@pytest.fixture
def orders(inside, database, durable):
    """This process is the orders service, with an empty outbox, and Valkey knows nothing."""
    inside("orders", DATABASE_URL=database + IMPATIENT)
    db.metadata.create_all(db.engine(), [outbox.outbox, inbox.inbox])
    with db.transaction("empty") as tx:
        for table in (outbox.outbox, inbox.inbox):
            tx.execute(sa.delete(table))
    durable.flushall()


@pytest.fixture
def relay(orders, monkeypatch):
    """relay() publishes what is there; tasks come into relay.tasks."""
    monkeypatch.setattr(outbox._Listener, "wait", lambda self: None)
    tasks = []
    publish = outbox.relay(lambda *task: tasks.append(task))
    publish.tasks = tasks
    publish()  # Valkey knows this outbox from now on
    return publish


def add(*numbers, stream="orders"):
    with db.transaction("add") as tx:
        for number in numbers:
            outbox.add_event(tx, stream, number=number)


@pytest.fixture
def published(durable):
    """published() → the numbers in the stream, in its order."""

    def read(stream="orders"):
        events = durable.xrange(f"stream:{stream}")
        return [int(fields["content"].split(":")[1].rstrip("}")) for _, fields in events]

    return read


def unpublished():
    with db.reading() as tx:
        return tx.scalar(sa.select(sa.func.count()).where(outbox.unpublished))


def test_what_was_added_is_published_once(relay, published):
    add(1, 2, 3)
    relay()
    relay()
    assert sorted(published()) == [1, 2, 3]
    assert unpublished() == 0


def test_more_than_fits_at_once_is_published_all(relay, published):
    add(*range(2 * outbox.AT_ONCE + 5))
    relay()
    assert sorted(published()) == list(range(2 * outbox.AT_ONCE + 5))


def test_nothing_is_published_of_what_is_rolled_back(relay, published):
    with pytest.raises(ZeroDivisionError):
        with db.transaction("fail") as tx:
            outbox.add_event(tx, "orders", number=1)
            raise ZeroDivisionError
    add(2)
    relay()
    assert published() == [2]


def test_what_is_not_committed_yet_is_not_lost_to_what_comes_after_it(relay, published):
    """Ids are drawn before commits: the older one may become visible later."""
    with db.transaction("slow") as slow:
        outbox.add_event(slow, "orders", number=1)
        add(2)
        relay()
        assert published() == [2]
    relay()
    assert published() == [2, 1]


def test_a_task_goes_to_the_queue_with_its_trace(relay, published):
    with db.transaction("add") as tx:
        outbox.add_task(tx, "orders.settle", order_id="x")
    relay()
    [(name, arguments)] = relay.tasks
    assert name == "orders.settle"
    assert arguments.pop("traceparent").startswith("00-")
    assert arguments == {"order_id": "x"}
    assert published() == []


def test_what_another_relay_has_in_hand_is_passed_over(relay, published):
    add(1, 2)
    with db.transaction("other relay") as other:
        query = sa.select(outbox.outbox.c.content).limit(1).with_for_update()
        in_hand = other.scalar(query)["number"]
        relay()
        assert published() == [{1: 2, 2: 1}[in_hand]]
    relay()
    assert sorted(published()) == [1, 2]


def test_two_relays_publish_each_row_once(relay, published):
    add(*range(300))
    other = outbox.relay()
    both = [threading.Thread(target=work) for work in (relay, other)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    relay()
    assert sorted(published()) == list(range(300))


def test_when_redis_comes_back_empty_all_is_told_again(relay, published, durable):
    add(1)
    relay()
    add(2)
    relay()
    durable.flushall()
    relay()
    relay()
    assert sorted(published()) == [1, 2]


def test_when_publishing_fails_it_is_done_later(relay, monkeypatch, published):
    add(1)
    with monkeypatch.context() as broken:
        broken.setattr(streams, "add", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            relay()
    assert unpublished() == 1
    relay()
    assert published() == [1]


def test_a_relay_that_waits_is_woken_by_the_commit(orders, monkeypatch, soon):
    monkeypatch.setattr(outbox, "LOOK_EVERY_SECONDS", 60)
    listener = outbox._Listener()
    listener._opened()
    woken = threading.Event()
    waiting = threading.Thread(target=lambda: (listener.wait(), woken.set()), daemon=True)
    waiting.start()
    add(1)
    assert woken.wait(30)


def test_published_rows_are_forgotten_after_a_while_and_others_never(relay):
    add(1, 2)
    relay()
    add(3)
    old = times.after(-outbox.KEPT_SECONDS - 1)
    with db.transaction("age") as tx:
        first = sa.select(sa.func.min(outbox.outbox.c.id)).scalar_subquery()
        row = outbox.outbox.c.id == first
        tx.execute(sa.update(outbox.outbox).where(row).values(published_at=old))
    outbox.forget_old()
    with db.reading() as tx:
        assert tx.scalar(sa.select(sa.func.count()).select_from(outbox.outbox)) == 2


def test_an_event_is_new_once_and_again_if_its_effect_was_rolled_back(orders):
    event_id = ids.new_id()
    with pytest.raises(ZeroDivisionError):
        with db.transaction("fail") as tx:
            assert inbox.is_new(tx, event_id)
            raise ZeroDivisionError
    with db.transaction("act") as tx:
        assert inbox.is_new(tx, event_id)
    with db.transaction("act again") as tx:
        assert not inbox.is_new(tx, event_id)


def test_an_inbox_remembers_longer_than_an_outbox_tells_again():
    assert inbox.KEPT_SECONDS > outbox.KEPT_SECONDS
