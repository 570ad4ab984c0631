"""The worker of the orders during a move: `celery -A move.orders_worker worker`.

It works only while its side holds. Work that it leaves undone is recorded in the orders' rows, and
the other side settles them.
"""

from orders import tasks, worker

from shop_rules.shapes import OrderId

from chassis.shapes import PersonEvent

from . import neighbors
from .service import is_held
from .units import CHECKOUT

app = worker.app
_sweep, _settle, _on_people_event = tasks.sweep, tasks.settle.run, tasks.on_people_event


def sweep() -> None:
    if is_held(CHECKOUT):
        _sweep()


def settle(order_id: OrderId, traceparent: str | None = None) -> None:
    if is_held(CHECKOUT):
        _settle(order_id, traceparent)


def on_people_event(event_id: str, event: PersonEvent) -> None:
    """Stage 1 itself forgets a person in the orders that it holds (closing.py)."""
    if is_held(CHECKOUT):
        _on_people_event(event_id, event)


tasks.sweep, tasks.settle.run, tasks.on_people_event = sweep, settle, on_people_event
neighbors.wait_for_who_holds()
