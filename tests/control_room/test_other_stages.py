"""The same page on stages 1 and 3: what makes them different is seen, and is in their spans."""

import pytest

from .sent import scene

LENGTHS = {"stage1": 71, "stage3": 440}  # milliseconds
EDGES = {
    "stage1": [
        "buyer>door", "door>orders", "orders>cart", "cart>catalog", "orders>inventory",
        "orders>payments", "payments>sandbox", "orders>notifications",
    ],
    "stage3": [
        "buyer>door", "door>orders", "orders>orders-store", "orders-store>relay_orders",
        "relay_orders>settle-queue", "settle-queue>settle_order", "settle_order>inventory-store",
        "settle_order>payments-store", "settle_order>sandbox", "inventory-store>note_stock",
        "note_stock>catalog-store", "settle_order>orders-store",
    ],
}  # fmt: skip
STATES = {
    "stage1": {
        "inventory": ["reserved", "sold"],
        "cart": ["place order"],
        "orders": ["pending", "confirmed"],
        "payments": ["created", "captured"],
        "notifications": ["sent"],
    },
    "stage3": {
        "inventory": ["reserved", "sold"],
        "catalog": ["note stock"],
        "cart": ["place order"],
        "orders": ["pending", "confirmed"],
        "payments": ["created", "captured"],
        "notifications": ["sent"],
    },
}
TIES = {"stage1": 2, "stage3": 2}  # transactions over several features


@pytest.fixture(scope="module", params=["stage1", "stage3"])
def room(request, shared):
    return shared(request.param)


def test_an_order_is_drawn_as_its_spans_say(room, still):
    page = still
    room.feed(scene(room.stage), "b1")
    page.choose("b1")
    found = page.edges_in_time(LENGTHS[room.stage])
    expected = EDGES[room.stage]
    assert [edge for edge in found if edge in expected] == expected
    also = {"settle_order>notifications-store"} if room.stage == "stage3" else set()
    assert set(found) - set(expected) == also
    assert page.states() == STATES[room.stage]
    page.at(1)
    page.shows("#life .when.come .tie.come, #life .when.come line.tie", count=TIES[room.stage])


def test_its_page_is_clean(room, still):
    page = still
    page.shows("#stage b", f"Stage {room.stage[-1]}")
    assert page.axe() == []
