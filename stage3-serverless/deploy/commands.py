"""python -m deploy.commands seed | staff EMAIL ROLE: the shop's commands, as a function would run.

They run with the environment of the deployed functions: their tables, bucket, and queue.
"""

import os
import subprocess
import sys

from .artefact import ROOT, STAGE
from .aws import client
from .stack import outputs


def environment() -> dict[str, str]:
    name = outputs()["APIHandlerName"]
    function = client("lambda").get_function_configuration(FunctionName=name)
    return function["Environment"]["Variables"]


def run(*words: str) -> int:
    path = os.pathsep.join([str(STAGE), str(ROOT / "shared")])
    environ = {**os.environ, **environment(), "PYTHONPATH": path}
    command = [sys.executable, "-m", "chalicelib.commands", *words]
    return subprocess.run(command, env=environ).returncode
