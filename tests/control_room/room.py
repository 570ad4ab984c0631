"""A control room without a stage: a process of its own, and a data folder that the tests write."""

import os
import subprocess
import sys
import time
from pathlib import Path

import requests

from local import ports
from local.data import Data
from local.group import started

from . import sent

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "0123456789abcdefghijkl"
SECRETS = {"redis_password": "x", "metrics_token": "y", "aws_key": "LOCALx", "aws_secret": "z"}
UP_WITHIN = 30  # seconds
PARTS = {  # of each stage, by what stands on its map
    "stage1": ["sandbox", "identity", "shop"],
    "stage2": [
        "postgres", "redis", "cache", "objects", "sandbox", "identity", "accounts", "catalog",
        "catalog-worker", "inventory", "cart", "orders", "orders-worker", "payments",
        "notifications", "gateway",
    ],
    "stage3": ["sandbox", "identity", "aws", "door"],
    "move": ["sandbox", "shop", "catalog", "notifications", "gateway", "mover"],
}  # fmt: skip
CODE = [str(ROOT / each) for each in (".", "shared", "stage1-monolith", "stage2-services")]


class Room:
    def __init__(self, folder, stage):
        self.stage, self.port = stage, ports.free()
        self.url = f"http://127.0.0.1:{self.port}"
        self.link = f"{self.url}/#token={TOKEN}"
        self.data = Data(folder, stage)
        self.data.claim(stage)
        self.data.write("secrets.json", SECRETS)
        self.parts = {name: {"state": "ready", "port": 0} for name in PARTS[stage]}
        self.parts["control-room"] = {"state": "ready", "port": self.port}
        self.address = ""  # of the shop
        self.tell()
        self._process = subprocess.Popen(self._command(), env=self._environ(), cwd=ROOT)

    def tell(self, **changed):
        """run.json, as the supervisor would write it. changed: {part: its state}."""
        for name, state in changed.items():
            self.parts[name.replace("_", "-")]["state"] = state
        parts = {
            name: {"pid": 0, "started": time.time() - 60, "stop": 15, **part}
            for name, part in self.parts.items()
        }
        us = {"pid": os.getpid(), "started": started(os.getpid()), "control": 1}
        run = {"supervisor": us, "open": True, "parts": parts, "address": self.address}
        run |= {"offers": {}, "links": {"control-room": self.link}}
        self.data.write("run.json", run)

    def ports(self, **changed):
        """changed: {part: its port}. 0: it answers nothing."""
        for name, port in changed.items():
            self.parts[name]["port"] = port
        self.tell()

    def feed(self, lines, trace="1", **more):
        body = sent.body(lines, trace, stage=self.stage[-1], **more)
        answer = requests.post(f"{self.url}/v1/traces", json=body, timeout=30)
        assert answer.status_code == 200, answer.text

    def ask(self, method, path, token=TOKEN, **more):
        head = {"Authorization": f"Bearer {token}"} | more.pop("headers", {})
        return requests.request(method, self.url + path, headers=head, timeout=30, **more)

    def wait(self):
        deadline = time.monotonic() + UP_WITHIN
        while True:
            try:
                return requests.get(f"{self.url}/health", timeout=5)
            except requests.ConnectionError:
                assert time.monotonic() < deadline and self._process.poll() is None
                time.sleep(0.05)

    def end(self):
        self._process.terminate()
        self._process.wait(30)
        self.data.unlock()

    def _command(self):
        words = "--interface asgi --http 1 --no-ws --factory --workers 1 --workers-kill-timeout 1"
        where = ["--host", "127.0.0.1", "--port", str(self.port), "--log-level", "error"]
        app = "tests.control_room.often:create_app"
        return [sys.executable, "-m", "granian", *words.split(), app, *where]

    def _environ(self):
        own = {"PORT": str(self.port), "STAGE": self.stage, "TOKEN": TOKEN}
        own |= {"DATA": str(self.data.path), "PYTHONPATH": os.pathsep.join(CODE)}
        return os.environ | own
