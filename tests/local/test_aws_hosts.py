"""A host of a function that dies while it starts is the only one that is lost."""

import inspect
import io
import json
import zipfile
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

import psutil
import pytest
from ministack.core import lambda_runtime
from ministack.services import lambda_svc

from tests.contract.steps import eventually
from tests.drivers import aws

WITHIN = 60  # seconds
# It begins to work when the test lets it: there is a file of its process's number.
CODE = """
import os, pathlib, time
started = pathlib.Path({folder!r}) / str(os.getpid())
started.with_suffix(".starts").touch()
while not started.exists():
    time.sleep(0.05)
def work(event, _):
    return os.getpid()
"""


@pytest.fixture
def signs(tmp_path):
    (tmp_path / "signs").mkdir()
    return tmp_path / "signs"


def a_function(client, signs):
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as file:
        file.writestr("code.py", CODE.format(folder=str(signs)))
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole"}
    trust["Principal"] = {"Service": "lambda.amazonaws.com"}
    document = json.dumps({"Version": "2012-10-17", "Statement": trust})
    role = client("iam").create_role(RoleName="works", AssumeRolePolicyDocument=document)["Role"]
    client("lambda").create_function(
        FunctionName="worker",
        Runtime="python3.12",
        Role=role["Arn"],
        Handler="code.work",
        Code={"ZipFile": zipped.getvalue()},
        Timeout=WITHIN,
    )


def invoke(client):
    """(whether it failed, what the function returned)"""
    answer = client("lambda").invoke(FunctionName="worker", Payload=b"{}")
    return "FunctionError" in answer, json.loads(answer["Payload"].read())


def starting(signs, count):
    """The numbers of so many processes that have begun to start and don't work yet."""

    def check():
        numbers = [int(each.stem) for each in signs.glob("*.starts")]
        assert len(numbers) == count
        return numbers

    return eventually(check, WITHIN)


def test_the_death_of_a_host_that_starts_harms_no_other(tmp_path, signs):
    with aws.running(tmp_path / "aws") as client, ThreadPoolExecutor(3) as callers:
        a_function(client, signs)
        calls = [callers.submit(invoke, client) for _ in range(3)]
        dies, *others = starting(signs, 3)
        psutil.Process(dies).kill()
        wait(calls, WITHIN, FIRST_COMPLETED)  # it is known that the one has died
        for number in others:
            (signs / str(number)).touch()
        answers = [call.result(WITHIN) for call in calls]
        assert sorted(told for has_failed, told in answers if not has_failed) == sorted(others)


def test_what_is_wrapped_is_what_this_version_of_ministack_has():
    invoked = inspect.getsource(lambda_svc._execute_function_warm)
    assert "result = worker.invoke(" in invoked
    assert "invalidate_worker(func_name, qualifier" in invoked, "It spares the others by now."
    assert "kill_workers([self])" in inspect.getsource(lambda_runtime.Worker.kill)
