"""The artefact, made once for all tests, and a local AWS with nothing on it."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

import botocore.session
import pytest

from deploy import artefact
from local import ports
from tests.drivers.stage import ROOT

UP_WITHIN = 60  # seconds


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """(zip, template file)"""
    return artefact.made(tmp_path_factory.mktemp("artefact") / "artefact")


@pytest.fixture(scope="session")
def template(made):
    return json.loads(made[1].read_text())


@pytest.fixture(scope="session")
def dynamodb(tmp_path_factory):
    """A client of the emulator's."""
    with emulator(tmp_path_factory.mktemp("aws")) as client:
        yield client("dynamodb")


@contextmanager
def emulator(folder):
    """Yields client(service)."""
    port = ports.free()
    words = [sys.executable, "-m", "local.aws", str(folder), str(port)]
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "shared")}
    with open(folder / "log", "wb") as log:
        process = subprocess.Popen(words, env=environ, stdout=log, stderr=log)
    try:
        _wait(f"http://127.0.0.1:{port}/_ministack/health")
        yield lambda service: botocore.session.get_session().create_client(
            service,
            endpoint_url=f"http://localhost:{port}",
            region_name="eu-central-1",
            aws_access_key_id="local",
            aws_secret_access_key="local",
        )
    finally:
        process.terminate()
        process.wait(30)


def _wait(url):
    deadline = time.monotonic() + UP_WITHIN
    while True:
        try:
            return urllib.request.urlopen(url, timeout=5).close()
        except OSError:
            assert time.monotonic() < deadline, "the local AWS does not come up"
            time.sleep(0.05)
