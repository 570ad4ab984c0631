"""One order leaves one trace, through everything that works on it."""

import subprocess
import sys

import pytest

from tests.drivers.stage import ROOT

from . import diagram, order

WAY = {"gateway", "orders", "cart", "catalog", "orders-worker", "inventory", "payments"}
WAY |= {"notifications", "catalog-worker"}
NOBODY = "redis://127.0.0.1:1"
SERVES = """
import sys
from importlib import import_module
for name in ("accounts", "catalog", "inventory", "cart", "orders", "payments", "notifications"):
    app = import_module(f"{name}.app").create_app()
    assert app.test_client().get("/api/v1/health").status_code == 200, name
for name in ("orders.worker", "catalog.worker", "gateway.app"):
    import_module(name)
print([name for name in sys.modules if name.startswith("opentelemetry")])
"""


@pytest.fixture(scope="module")
def spans():
    with order.traced_stage() as stage:
        return order.placed(stage)


def test_the_trace_holds_every_service_that_works_on_an_order(spans):
    assert {span.service for span in spans} == WAY


def test_only_the_clients_own_request_has_no_parent(spans):
    ids = {span.id for span in spans}
    assert [span.service for span in spans if span.parent_id not in ids] == ["gateway"]


def test_the_work_after_the_answer_came_by_the_queue(spans):
    by_id = {span.id: span for span in spans}
    (settle,) = [span for span in spans if span.by == "queue"]
    told = by_id[settle.parent_id]
    assert (told.service, told.name, settle.service) == ("orders", "place_order", "orders-worker")


def test_what_the_provider_is_asked_is_part_of_the_settling(spans):
    by_id = {span.id: span for span in spans}
    for asked in [span for span in spans if span.to == "provider"]:
        assert "settle" in [ancestor.name for ancestor in _ancestors(asked, by_id)]
    assert {span.name for span in spans if span.to == "provider"} >= {"create", "confirm"}


def test_the_diagram_tells_requests_from_messages(spans):
    drawn = "\n".join(diagram.mermaid(spans))
    assert "gateway->>orders: POST /users/… /orders" in drawn
    assert "orders--)orders_worker: queue: settle" in drawn
    assert "orders_worker--)notifications: stream orders" in drawn


def test_without_tracing_nothing_of_opentelemetry_is_imported(tmp_path):
    env = {"PYTHONPATH": "shared:stage2-services", "SERVICE": "orders", "DATA": str(tmp_path)}
    env |= {"REDIS_URL": NOBODY, "CACHE_URL": NOBODY}
    words = [sys.executable, "-c", SERVES]
    done = subprocess.run(words, env=env, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines()[-1:] == ["[]"], done.stderr


def _ancestors(span, by_id):
    while span.parent_id in by_id:
        span = by_id[span.parent_id]
        yield span
