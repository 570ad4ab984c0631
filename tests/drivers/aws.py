"""Runs an empty local AWS, and makes clients of a running one."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypedDict

import botocore.session
import psutil

from local import parts, ports
from local.aws import REGION
from local.readiness import is_ready

from .stage import ROOT, Stage

UP_WITHIN = 60  # seconds
KEY, SECRET = "LOCALtests", "a secret of the tests"  # root's key, if none was generated


Client = Any  # botocore generates its clients' methods at run time


class Function(TypedDict):
    FunctionName: str
    Role: str


@contextmanager
def running(
    folder: Path, ended_by: signal.Signals = signal.SIGTERM
) -> Iterator[Callable[[str], Client]]:
    """Yields client(service)."""
    port = ports.free()
    words = ["local.aws", str(folder), str(port)]
    with _process(
        words, folder, port, {"LOCAL_AWS_KEY": KEY, "LOCAL_AWS_SECRET": SECRET}, ended_by
    ):
        yield lambda service: client(port, service)


@contextmanager
def store(folder: Path) -> Iterator[int]:
    """Run stage 2's object store alone. Yields its port."""
    port = ports.free()
    part = parts.read(ROOT / "stage2-services")["parts"]["objects"]["env"]
    filled = {
        name: text.format(port=port, data=folder)
        for name, text in part.items()
        if "{secret" not in text
    }
    keys = {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET}
    with _process(["local.aws_process"], folder, port, filled | keys):
        yield port


@contextmanager
def _process(
    words: list[str],
    folder: Path,
    port: int,
    environ: Mapping[str, str],
    ended_by: signal.Signals = signal.SIGTERM,
) -> Iterator[None]:
    given = {**os.environ, "PYTHONPATH": str(ROOT / "shared"), **environ}
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "log", "ab") as log:
        started = [sys.executable, "-m", *words]
        process = subprocess.Popen(started, env=given, stdout=log, stderr=log)
    try:
        _wait_for(port)
        yield
    finally:
        process.send_signal(ended_by)
        process.wait(30)


def client_of(stage: Stage, service: str) -> Client:
    """A client of a running stage 3's AWS."""
    key, secret = stage.secret("aws_key"), stage.secret("aws_secret")
    return client(stage.run["parts"]["aws"]["port"], service, key, secret)


def function_of(stage: Stage, name: str) -> Function:
    """Lambda's description of the function with that name."""
    functions = client_of(stage, "lambda").list_functions()["Functions"]
    (found,) = [each for each in functions if each["FunctionName"].startswith(f"shop-{name}-")]
    return found


def hosts(stage: Stage) -> list[psutil.Process]:
    """The processes of the function hosts."""
    return psutil.Process(stage.pid("aws")).children(recursive=True)


@cache
def client(port: int, service: str, key: str = KEY, secret: str = SECRET) -> Client:
    return botocore.session.get_session().create_client(
        service,
        endpoint_url=f"http://localhost:{port}",
        region_name=REGION,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
    )


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + UP_WITHIN
    while not is_ready("tcp", port):
        assert time.monotonic() < deadline, "the local AWS does not come up"
        time.sleep(0.05)
