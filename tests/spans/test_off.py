"""Without an endpoint the shop imports of spans what asks, and no OpenTelemetry or control room."""

import os
import subprocess
import sys

import pytest

from tests.drivers.stage import ROOT

NEEDED = {"spans", "spans.span", "spans.recording", "spans.settings", "spans.wsgi"}
NEEDED |= {"spans.http", "spans.messages", "spans.orders", "spans.rows"}

SERVES = """
import sys
from shop import app
assert app.create_app().test_client().get("/api/v1/products").status_code in (200, 503)
"""
PRINTS = """
WATCHES = ("spans", "opentelemetry", "control_room")
print(*[name for name in sys.modules if name.split(".")[0] in WATCHES])
"""


def imported(code, folder, **env):
    paths = ["shared", "stage1-monolith", "stage2-services", "stage3-serverless"]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("OTEL_")}
    clean |= {"PYTHONPATH": os.pathsep.join(str(ROOT / path) for path in paths)}
    done = subprocess.run(
        [sys.executable, "-c", code + PRINTS],
        env=clean | {"DATA": str(folder), **env},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    (found,) = (line for line in done.stdout.splitlines() if line.startswith("spans"))
    return set(found.split())  # what the shop logs may come before it and after it


SERVICES = """
import sys
from importlib import import_module
for name in ("accounts", "catalog", "inventory", "cart", "orders", "payments", "notifications"):
    app = import_module(f"{name}.app").create_app()
    assert app.test_client().get("/api/v1/health").status_code == 200, name
for name in ("orders.worker", "catalog.worker", "gateway.app"):
    import_module(name)
"""
FUNCTIONS = """
import sys
sys.path.insert(0, "stage3-serverless")
import app
"""
CODE = {"1": SERVES, "2": SERVICES, "3": FUNCTIONS}
NOBODY = {"REDIS_URL": "redis://127.0.0.1:1", "CACHE_URL": "redis://127.0.0.1:1"}


@pytest.mark.parametrize("stage", CODE)
def test_off_imports_what_asks_and_no_more(stage, tmp_path):
    assert imported(CODE[stage], tmp_path, SERVICE="orders", **NOBODY) <= NEEDED


def test_on_imports_what_hooks_and_sends_and_nothing_of_opentelemetry(tmp_path):
    found = imported(SERVES, tmp_path, OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:9")
    assert {"spans.exporter", "spans.features", "spans.outgoing", "spans.statements"} <= found
    assert not [name for name in found if name.startswith("opentelemetry")]
