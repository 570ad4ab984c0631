"""The local AWS alone, with nothing on it, and clients of one that runs."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from functools import cache

import botocore.session
import psutil

from local import ports
from local.aws import REGION

from .stage import ROOT

UP_WITHIN = 60  # seconds


@contextmanager
def running(folder, ended_by=signal.SIGTERM):
    """Yields client(service)."""
    port = ports.free()
    words = [sys.executable, "-m", "local.aws", str(folder), str(port)]
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "shared")}
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "log", "ab") as log:
        process = subprocess.Popen(words, env=environ, stdout=log, stderr=log)
    try:
        _wait_for(f"http://127.0.0.1:{port}/_ministack/health")
        yield lambda service: client(port, service)
    finally:
        process.send_signal(ended_by)
        process.wait(30)


def client_of(stage, service):
    """Of a stage 3 that runs."""
    return client(stage.run["parts"]["aws"]["port"], service)


def function_of(stage, name):
    """What Lambda tells of the function of that name: {"FunctionName": …, "Role": …}"""
    functions = client_of(stage, "lambda").list_functions()["Functions"]
    (found,) = [each for each in functions if each["FunctionName"].startswith(f"shop-{name}-")]
    return found


def hosts(stage):
    """The processes that functions run in."""
    return psutil.Process(stage.pid("aws")).children(recursive=True)


@cache
def client(port, service):
    return botocore.session.get_session().create_client(
        service,
        endpoint_url=f"http://localhost:{port}",
        region_name=REGION,
        aws_access_key_id="local",
        aws_secret_access_key="local",
    )


def _wait_for(url):
    deadline = time.monotonic() + UP_WITHIN
    while True:
        try:
            return urllib.request.urlopen(url, timeout=5).close()
        except OSError:
            assert time.monotonic() < deadline, "the local AWS does not come up"
            time.sleep(0.05)
