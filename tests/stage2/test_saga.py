"""Settling an order, step by step, in this process: what each neighbour's answer makes of it."""

import threading

import pytest
import sqlalchemy as sa
from orders import store, tasks, usecases, waiting

from shop_rules import bodies, ids
from shop_rules.errors import Unavailable

from chassis import db, outbox

from .buying import NEW_ORDER, HappyShop


@pytest.fixture
def shop(neighbours, inside):
    inside("orders")
    db.metadata.create_all(db.engine())
    return HappyShop(neighbours)


@pytest.fixture
def order(shop):
    """Placed, and not settled: there is no worker."""
    user_id, new = ids.new_id(), bodies.checked(bodies.NewOrder, NEW_ORDER)
    shop.fill_cart_of(user_id)
    return usecases.place(user_id, ids.new_id(), new)


def state(order):
    found = usecases.show(order)
    return found["status"], found["reason"]


def told():
    """The events and tasks that were not told yet, oldest first."""
    with db.reading() as tx:
        rows = tx.execute(sa.select(outbox.outbox).order_by(outbox.outbox.c.id)).all()
    return [(row.destination, row.content) for row in rows]


def told_of(order):
    ours = [content for _, content in told() if content["order_id"] == order]
    return [content.get("kind", "task") for content in ours]


@pytest.mark.parametrize(
    ("reserved", "outcome", "state_after", "steps"),
    [
        (False, None, ("rejected", "out_of_stock"), ["reserve"]),
        (True, "captured", ("confirmed", None), ["reserve", "charge", "sale"]),
        (True, "declined", ("rejected", "payment_declined"), ["reserve", "charge", "release"]),
        (True, "cancelled", ("rejected", "payment_unavailable"), ["reserve", "charge", "release"]),
        (True, None, ("pending", None), ["reserve", "charge"]),
    ],
)
def test_what_the_neighbours_answer_decides(order, shop, reserved, outcome, state_after, steps):
    shop.reservation_ends(reserved)
    shop.charge_ends(outcome)
    done = usecases.settle(order)
    assert state(order) == state_after
    assert done is (state_after[0] != "pending")
    assert shop.steps(order) == steps


@pytest.mark.parametrize("service", ["cart", "inventory", "payments"])
def test_with_a_neighbour_away_an_order_stays_pending(order, shop, service):
    shop.neighbours.is_away(service)
    with pytest.raises(Unavailable):
        usecases.settle(order)
    assert state(order) == ("pending", None)
    shop.neighbours.is_back(service)
    assert usecases.settle(order)
    assert state(order) == ("confirmed", None)


def test_when_inventory_goes_after_the_charge_the_goods_are_sold_later_and_never_released(
    order, shop
):
    shop.neighbours.is_away("inventory")
    shop.reservation_ends(True)
    with pytest.raises(Unavailable):
        usecases.settle(order)
    assert state(order) == ("pending", None)
    shop.neighbours.answer("inventory", "POST", "/reservations/*/sale", 204)
    assert usecases.settle(order)
    assert state(order) == ("confirmed", None)
    assert "release" not in shop.steps(order)


def test_settling_twice_confirms_once_and_tells_once(order, shop):
    assert usecases.settle(order) and usecases.settle(order)
    assert told_of(order) == ["task", "order_confirmed"]
    assert shop.steps(order).count("charge") == 1


def test_settling_at_the_same_moment_confirms_once_and_tells_once(order, shop):
    meet = threading.Barrier(2)

    def captured(_body):
        meet.wait(timeout=20)
        return {"outcome": "captured"}

    shop.neighbours.answer("payments", "PUT", "/charges/*", data=captured)
    both = [threading.Thread(target=usecases.settle, args=(order,)) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert told_of(order) == ["task", "order_confirmed"]


def test_a_slow_settling_changes_nothing_of_an_order_that_was_cancelled_meanwhile(order, shop):
    def overtaken(_body):
        shop.charge_ends("captured")
        usecases.settle(order)
        usecases.cancel(order)
        usecases.settle(order)
        return {"outcome": "captured"}

    shop.neighbours.answer("payments", "PUT", "/charges/*", data=overtaken)
    assert usecases.settle(order)
    assert state(order) == ("cancelled", None)
    assert told_of(order)[-1] == "order_cancelled"


def test_a_cancellation_while_it_is_pending_acts_once_it_is_confirmed(order, shop):
    usecases.cancel(order)
    assert state(order) == ("pending", None)
    assert usecases.settle(order)
    assert state(order) == ("cancelled", None)
    assert shop.steps(order) == ["reserve", "charge", "sale", "refund", "return"]
    assert told_of(order) == ["task", "order_confirmed", "order_cancelled"]


def test_a_cancellation_that_comes_too_late_to_move_the_order_sends_nobody(
    order, shop, monkeypatch
):
    usecases.settle(order)
    move = store.move

    def overtaken(*arguments, **values):
        monkeypatch.setattr(store, "move", move)
        return False

    monkeypatch.setattr(store, "move", overtaken)
    usecases.cancel(order)
    assert told_of(order) == ["task", "order_confirmed", "task"]


def test_the_goods_come_back_only_after_the_money_went_back(order, shop):
    usecases.settle(order)
    usecases.cancel(order)
    shop.refund_ends(False)
    assert usecases.settle(order) is False
    assert state(order) == ("cancelling", None)
    assert "return" not in shop.steps(order)
    shop.refund_ends(True)
    assert usecases.settle(order)
    assert state(order) == ("cancelled", None)


def test_a_lost_message_is_sent_again_once_by_the_sweep(order, shop):
    with db.transaction("lose") as tx:
        tx.execute(sa.delete(outbox.outbox))
        waiting.due_in(tx, order, -1)
    tasks.sweep()
    tasks.sweep()
    assert told() == [("task orders.settle", {"order_id": order})]


def test_an_order_somebody_works_on_is_left_to_them(order, shop):
    with db.transaction("lose") as tx:
        tx.execute(sa.delete(outbox.outbox))
    tasks.sweep()
    assert told() == []


def test_a_settled_order_is_not_swept_up(order, shop):
    usecases.settle(order)
    with db.transaction("lose") as tx:
        tx.execute(sa.delete(outbox.outbox))
        waiting.due_in(tx, order, -1)
    tasks.sweep()
    assert told() == []


def test_the_task_puts_an_order_off_that_has_to_wait(order, shop):
    shop.neighbours.is_away("payments")
    tasks.settle(order)
    with db.reading() as tx:
        row = store.to_settle(tx, order)
    assert (row.status, row.attempts) == ("pending", 1)


def test_a_cart_bought_at_the_same_moment_with_another_key_is_one_order_and_an_empty_cart(shop):
    """The second finds the cart bought, has it renewed, and buys what is in the next one."""
    user_id, new = ids.new_id(), bodies.checked(bodies.NewOrder, NEW_ORDER)
    shop.fill_cart_of(user_id)
    first = usecases.place(user_id, ids.new_id(), new)
    renewed = []
    shop.neighbours.answer(
        "cart", "POST", "/carts/*/renewal", 204, lambda body: renewed.append(body)
    )
    line = {"product_id": ids.new_id(), "name": "Cup", "unit_price": 900, "quantity": 1}
    with db.reading() as tx:
        bought = store.to_settle(tx, first)
    again = {"id": bought.cart_id, "version": bought.cart_version, "lines": [line]}
    fresh = {"id": ids.new_id(), "version": 2, "lines": [{**line, "archived": False}]}
    carts = iter([{**again, "lines": [{**line, "archived": False}]}, fresh])
    shop.neighbours.answer("cart", "GET", f"/carts/{user_id}", data=lambda _: next(carts))
    second = usecases.place(user_id, ids.new_id(), new)
    assert second != first
    assert renewed[0] == {"id": bought.cart_id, "version": bought.cart_version}


def test_who_finds_the_cart_just_bought_with_his_own_key_has_that_order(shop, monkeypatch):
    user_id, key = ids.new_id(), ids.new_id()
    new = bodies.checked(bodies.NewOrder, NEW_ORDER)
    shop.fill_cart_of(user_id)
    read, placed = usecases.peers.cart, []

    def bought_meanwhile(user_id):
        """The same request, sent twice at once, overtakes this one."""
        monkeypatch.setattr(usecases.peers, "cart", read)
        placed.append(usecases.place(user_id, key, new))
        return {"id": ids.new_id(), "version": 0, "lines": []}

    monkeypatch.setattr(usecases.peers, "cart", bought_meanwhile)
    assert usecases.place(user_id, key, new) == placed[0]
