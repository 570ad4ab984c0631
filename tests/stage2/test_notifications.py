"""The notifications service alone: one message for each outcome, and none for who has gone."""

import pytest

from shop_rules import ids


@pytest.fixture(scope="module")
def notifications(start):
    return start("notifications")


@pytest.fixture
def confirmed(tell):
    """confirmed(person, order id, event id): orders tells that an order is confirmed."""

    def happened(person, order_id, event_id=None):
        told = {"kind": "order_confirmed", "order_id": order_id, "user_id": person.id, "lines": []}
        tell("orders", event_id, **told, text="Your order is paid and confirmed.")

    return happened


@pytest.fixture
def heard(notifications):
    """heard(person) → [order id, …] of the messages, newest first."""

    def ask(person):
        messages = notifications.by(person, "GET", f"/users/{person.id}/notifications")
        return [message["order_id"] for message in messages]

    return ask


def test_an_event_told_twice_makes_one_message(confirmed, heard, person, soon):
    first, second, event_id = ids.new_id(), ids.new_id(), ids.new_id()
    for _ in range(2):
        confirmed(person, first, event_id)
    confirmed(person, second)
    soon(lambda: second in heard(person))  # told after them: so they were handled as well
    assert heard(person) == [second, first]


def test_a_message_says_what_happened(notifications, confirmed, heard, person, soon):
    order_id = ids.new_id()
    confirmed(person, order_id)
    soon(lambda: heard(person))
    message = notifications.by(person, "GET", f"/users/{person.id}/notifications")[0]
    assert message.pop("id") and message.pop("sent_at")
    assert message == {
        "user_id": person.id,
        "order_id": order_id,
        "kind": "order_confirmed",
        "text": "Your order is paid and confirmed.",
    }


def test_who_has_gone_has_no_messages_whatever_comes_first(
    confirmed, heard, person, staff, tell, soon
):
    confirmed(person, ids.new_id())
    soon(lambda: heard(person))
    tell("people", kind="closed", user_id=person.id)
    soon(lambda: heard(person) == [])
    mark = ids.new_id()
    confirmed(person, ids.new_id())
    confirmed(staff, mark)
    soon(lambda: heard(staff) == [mark])
    assert heard(person) == []


def test_one_sees_ones_own_messages_only(notifications, person, staff, confirmed, heard, soon):
    confirmed(person, ids.new_id())
    soon(lambda: heard(person))
    path = f"/users/{person.id}/notifications"
    assert len(notifications.by(staff, "GET", path)) == 1
    assert heard(staff) == []
    notifications.by(person, "GET", f"/users/{staff.id}/notifications", status=404)
