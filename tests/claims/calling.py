"""A process that calls inventory as orders does: with the stage's own peers.py, token, and breaker.

It runs with the environment of orders. It reads a line of JSON for each task from standard input,
[task, arguments …], and answers with another. `Caller` is the other end.
"""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from timeit import timeit

from tests.layout.house import ROOT

HOST = "127.0.0.1"


class Caller:
    def __init__(self, stage, source):
        """source: stage2-services of the stage that runs."""
        data, shared = stage.data, source.parent / "shared"
        env = os.environ | {
            "PYTHONPATH": os.pathsep.join(map(str, (ROOT, shared, source))),
            "SERVICE": "orders",
            "DATA": str(data / "orders"),
            "SERVICE_PRIVATE_KEY": str(data / "orders/service-private-key.pem"),
            "SERVICE_PUBLIC_KEYS": str(data / "service-keys"),
            "ADDRESSES": str(data / "services.json"),
        }
        words = [sys.executable, "-m", "tests.claims.calling"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        pipes["stderr"] = subprocess.DEVNULL  # its log
        self._process = subprocess.Popen(words, cwd=ROOT, env=env, text=True, **pipes)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.stdin.close()  # it then ends
        self._process.wait(20)
        self._process.stdout.close()

    def __call__(self, *task):
        self._process.stdin.write(json.dumps(task) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


def main():
    tasks = {each.__name__: each for each in (timed, measured, given_up, written)}
    for line in sys.stdin:
        task, *arguments = json.loads(line)
        print(json.dumps(tasks[task](*arguments)), flush=True)


def reserve(order):
    from orders import peers

    return peers.reserve(order)


def timed(order, callers, calls):
    """Seconds that each call took. The order is the same, so only the first one writes anything."""
    with ThreadPoolExecutor(callers) as threads:
        runs = threads.map(lambda _: [once(order) for _ in range(calls)], range(callers))
        return [took for run in runs for took in run]


def once(order):
    started = time.perf_counter()
    reserve(order)
    return time.perf_counter() - started


def given_up(orders):
    """How many of the calls, all at once, were not answered in time."""
    with ThreadPoolExecutor(len(orders)) as threads:
        return sum(threads.map(is_given_up, orders))


def is_given_up(order):
    from shop_rules.errors import Unavailable

    try:
        reserve(order)
    except Unavailable:
        return True
    return False


def measured(order, calls):
    """Bytes of one call and its answer, on a connection that is open."""
    from chassis import discovery

    (address,) = discovery.addresses("inventory")
    port = int(address.rpartition(":")[2])
    if "chassis.rpc" in sys.modules:
        from chassis import rpc

        rpc._channels.clear()
        relay = Relay(int(rpc.target("inventory", address).rpartition(":")[2]))
        rpc.target = lambda *_: f"{HOST}:{relay.port}"
    else:
        relay = Relay(port)
        discovery.addresses = lambda _: [f"http://{HOST}:{relay.port}"]
    for _ in range(calls):
        reserve(order)  # opens the connection
    before = relay.bytes
    for _ in range(calls):
        reserve(order)
    return (relay.bytes - before) / calls


def written(order, times):
    """[microseconds to write the message and to read it again] as JSON, and as Protocol Buffers.
    Only the variant has both."""
    from rpc.inventory_pb2 import Line, ReserveRequest

    def protocol_buffers():
        made = [Line(**line) for line in lines]
        asked = ReserveRequest(order_id=order["id"], lines=made)
        read = ReserveRequest.FromString(asked.SerializeToString())
        return [(line.product_id, line.quantity) for line in read.lines]

    def text():
        read = json.loads(json.dumps({"lines": lines}))
        return [(line["product_id"], line["quantity"]) for line in read["lines"]]

    lines = order["lines"]
    return [timeit(each, number=times) / times * 1e6 for each in (text, protocol_buffers)]


class Relay:
    """Passes the bytes of TCP connections on, and counts them."""

    def __init__(self, port):
        self._to, self.bytes, self._lock = port, 0, threading.Lock()
        self._listener = socket.create_server((HOST, 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            here, _ = self._listener.accept()
            there = socket.create_connection((HOST, self._to))
            for ends in ((here, there), (there, here)):
                threading.Thread(target=self._pass_on, args=ends, daemon=True).start()

    def _pass_on(self, source, target):
        while received := source.recv(65536):
            with self._lock:
                self.bytes += len(received)
            target.sendall(received)
        target.close()


if __name__ == "__main__":
    main()
