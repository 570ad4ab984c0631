"""The shop as the process it is: what it writes, how it ends, and that nothing is left of it."""

import json
import signal
import socket
import threading

import pytest
import requests

from local import ports

from .person import Person, a_product, data, place, put_in_cart
from .process import Process, eventually

GONE_WITHIN = 15  # seconds


@pytest.fixture
def running(tmp_path):
    """running(): the shop that the settings describe, which must have been prepared."""
    started = []

    def start():
        started.append(Process(tmp_path / "shop.log").__enter__())
        return started[-1]

    yield start
    for process in started:
        process.__exit__()


@pytest.fixture
def tarpit():
    """A provider that takes every call and never says a word."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    kept = []

    def accept():
        try:
            while True:
                kept.append(listener.accept()[0])
        except OSError:
            return

    threading.Thread(target=accept, daemon=True).start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    listener.close()
    for connection in kept:
        connection.close()


def is_gone(process):
    return not process.family() and ports.is_free(process.port)


def test_killing_the_main_process_ends_its_worker(open_shop, running):
    open_shop()
    process = running()
    worker = process.worker()
    process.signal_main(signal.SIGKILL)
    assert worker.is_running()
    eventually(lambda: is_gone(process), GONE_WITHIN)


def test_killing_the_main_process_ends_its_worker_also_when_it_waits_for_the_provider(
    open_shop, settings, running, tarpit
):
    shop = open_shop().test_client()
    customer, staff = Person.new(shop), Person.seeded(shop, "staff")
    product = a_product(staff, stock=100)
    for _ in range(12):
        put_in_cart(customer, product)
        assert data(place(customer), 201)["status"] == "pending"
    settings(PAYMENT_URL=tarpit)
    process = running()
    eventually(lambda: _waits_for(process, tarpit), GONE_WITHIN)
    process.signal_main(signal.SIGKILL)
    eventually(lambda: is_gone(process), GONE_WITHIN)


def _waits_for(process, address):
    port = int(address.rpartition(":")[2])
    connections = process.worker().net_connections("tcp")
    return any(connection.raddr and connection.raddr.port == port for connection in connections)


def test_all_it_writes_is_json_and_asked_to_stop_it_stops(open_shop, running):
    open_shop()
    process = running()
    names = [f"request-{number}" for number in range(3)]
    for name in names:
        requests.get(f"{process.url}/products/x", headers={"X-Request-ID": name}, timeout=30)
    listening = [c for c in process.worker().net_connections() if c.status == "LISTEN"]
    assert {connection.laddr.ip for connection in listening} == {"127.0.0.1"}
    process.signal_main(signal.SIGTERM)
    assert process.main.returncode == 0
    eventually(lambda: is_gone(process), GONE_WITHIN)
    lines = [json.loads(line) for line in process.written().splitlines()]
    asked = [line["request_id"] for line in lines if line["event"] == "request"]
    assert [name for name in asked if name in names] == names
