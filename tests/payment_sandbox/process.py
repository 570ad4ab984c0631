"""The real sandbox process, on a port of its own, and what the tests ask of it."""

import contextlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import requests

SHARED = Path(__file__).parents[2] / "shared"
KEY = "sk_test_of_this_run"
UP_WITHIN = 30  # seconds


class Sandbox:
    def __init__(self, folder):
        self.data = folder / "data"
        self.log = folder / "log"
        self.process = None

    def start(self):
        port = _free_port()
        self.url = f"http://127.0.0.1:{port}"
        command = [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "asgi",
            "--http",
            "1",
            "--no-ws",
            "--factory",
        ]
        command += ["payment_sandbox.app:create_server", "--host", "127.0.0.1", "--port", str(port)]
        command += ["--workers", "1"]
        mine = {"PYTHONPATH": str(SHARED), "DATA": str(self.data), "PAYMENT_KEY": KEY}
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                command,
                env=os.environ | mine | {"FAULTS": "1"},
                cwd=self.log.parent,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait_until_up()
        return self

    def kill(self):
        """kill -9 of the server and its worker."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def restart(self):
        self.kill()
        return self.start()

    def call(self, method, path, key=None, headers=None, timeout=30, **more):
        headers = {"Authorization": f"Bearer {KEY}"} | (headers or {})
        if key:
            headers["Idempotency-Key"] = key
        return requests.request(method, self.url + path, headers=headers, timeout=timeout, **more)

    def post(self, path, data=None, **more):
        return self.call("POST", path, data=data, **more)

    def get(self, path, **params):
        return self.call("GET", path, params=params)

    def create(self, amount=1000, key=None, **more):
        wanted = {"amount": amount, "currency": "eur", "payment_method_types[]": "card"} | more
        return self.post("/v1/payment_intents", wanted, key=key)

    def confirm(self, intent, method="pm_card_visa", **more):
        path = f"/v1/payment_intents/{intent['id']}/confirm"
        return self.post(path, {"payment_method": method}, **more)

    def cancel(self, intent, **more):
        return self.post(f"/v1/payment_intents/{intent['id']}/cancel", **more)

    def refund(self, intent, amount=None, **more):
        amount = {"amount": amount} if amount else {}
        return self.post("/v1/refunds", {"payment_intent": intent["id"]} | amount, **more)

    def read(self, intent):
        """The intent as it is now, with its latest charge."""
        path = f"/v1/payment_intents/{intent['id']}"
        return self.get(path, **{"expand[]": "latest_charge"}).json()

    def an_intent(self, **wanted):
        return self.create(**wanted).json()

    def a_payment(self, **wanted):
        return self.confirm(self.an_intent(**wanted)).json()

    def switch(self, **wanted):
        answer = requests.post(self.url + "/sandbox/switches", json=wanted, timeout=30)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def switches_off(self):
        return requests.delete(self.url + "/sandbox/switches", timeout=30).json()

    def count(self, table, **equal):
        """Rows in the ledger itself."""
        where = " AND ".join(f"{column} = ?" for column in equal)
        db = sqlite3.connect(self.data / "payment-sandbox.db")
        try:
            query = f"SELECT count(*) FROM {table} WHERE {where}"
            return db.execute(query, tuple(equal.values())).fetchone()[0]
        finally:
            db.close()

    def _wait_until_up(self):
        deadline = time.monotonic() + UP_WITHIN
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                requests.get(self.url + "/health", timeout=5).raise_for_status()
                return
            except requests.RequestException:
                time.sleep(0.05)
        self.kill()
        raise AssertionError("The sandbox did not start:\n" + self.log.read_text())


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
