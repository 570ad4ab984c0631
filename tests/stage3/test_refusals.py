"""The shop can't get onto the real AWS by accident, and stage 3 knows only the local one."""

import os
import subprocess
import sys

import pytest

from deploy import to_aws
from deploy.local import stay_local
from local.command import REFUSED
from tests.drivers.stage import ROOT

ACCOUNT = "111122223333"
COMPLETE = {
    "AWS_REGION": "eu-central-1",
    "CONFIRM": ACCOUNT,
    "PAYMENT_URL": "https://pay.example.com",
    "PAYMENT_KEY": "sk_live_1",
}
ACTIONS = [pytest.param(action, id=name) for name, action in to_aws.ACTIONS.items()]


def refusal(action, **changed):
    environ = {name: value for name, value in (COMPLETE | changed).items() if value is not None}
    with pytest.raises(to_aws.Refusal) as refused:
        to_aws.check(environ, lambda: ACCOUNT, action)
    return str(refused.value)


@pytest.mark.parametrize("action", ACTIONS)
def test_who_says_all_that_is_asked_may(action):
    to_aws.check(COMPLETE, lambda: ACCOUNT, action)


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("region", [None, ""])
def test_the_region_has_to_be_said(action, region):
    assert "AWS_REGION=" in refusal(action, AWS_REGION=region)


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("number", [None, "", "yes", "111122223334"])
def test_the_account_has_to_be_named_and_to_be_that_of_the_keys(action, number):
    assert f"CONFIRM={ACCOUNT}" in refusal(action, CONFIRM=number)


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("name", ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_DYNAMODB"])
def test_an_address_that_is_not_the_real_aws_is_refused(action, name):
    assert name in refusal(action, **{name: "http://localhost:4566"})


@pytest.mark.parametrize("name", ["PAYMENT_URL", "PAYMENT_KEY"])
@pytest.mark.parametrize("value", [None, ""])
def test_without_the_real_provider_nothing_is_deployed(name, value):
    assert name in refusal(to_aws.deploy, **{name: value})


@pytest.mark.parametrize(
    "url", ["http://pay.example.com", "https://127.0.0.1:8010", "https://localhost", "pay"]
)
def test_a_provider_on_this_machine_or_without_encryption_is_refused(url):
    assert "PAYMENT_URL" in refusal(to_aws.deploy, PAYMENT_URL=url)


def test_nobody_is_asked_for_the_account_before_the_rest_is_said():
    def ask():
        pytest.fail("AWS was asked")

    with pytest.raises(to_aws.Refusal):
        to_aws.check(COMPLETE | {"AWS_REGION": ""}, ask, to_aws.deploy)


def test_the_region_that_was_said_is_the_one_that_is_used(monkeypatch):
    environ = {"AWS_REGION": "eu-central-1", "AWS_DEFAULT_REGION": "us-east-1"}
    monkeypatch.setattr(to_aws, "client", lambda service: Identity())
    assert to_aws._account(environ) == ACCOUNT
    assert environ["AWS_DEFAULT_REGION"] == "eu-central-1"


class Identity:
    def get_caller_identity(self):
        return {"Account": ACCOUNT}


def test_a_machine_that_could_not_make_the_artefact_is_told_so(monkeypatch):
    monkeypatch.setattr(to_aws.artefact, "is_for_lambda", lambda: False)
    with pytest.raises(to_aws.Refusal, match="Linux"):
        to_aws.deploy()


# As the Makefile gives it.
PATH = {"PYTHONPATH": os.pathsep.join(str(ROOT / name) for name in ("stage3-serverless", "shared"))}


def typed(*words, **environ):
    clean = {n: v for n, v in os.environ.items() if not n.startswith(("AWS_", "PAYMENT_"))}
    return subprocess.run(
        [sys.executable, "-m", "deploy.to_aws", *words],
        env=clean | PATH | environ,
        capture_output=True,
        text=True,
    )


def test_a_refusal_is_one_line_and_a_failure():
    run = typed("deploy")
    assert (run.returncode, run.stdout) == (REFUSED, "")
    assert run.stderr == "Say which region: AWS_REGION=eu-central-1\n"


def test_a_word_nobody_knows_does_nothing_but_say_what_there_is():
    run = typed("destory", AWS_REGION="eu-central-1")
    assert run.returncode == 1 and "deploy.to_aws destroy" in run.stderr


def test_on_the_local_aws_nothing_is_left_of_this_machines_keys_and_settings():
    environ = {
        "AWS_ACCESS_KEY_ID": "AKIAREAL",
        "AWS_SECRET_ACCESS_KEY": "real",
        "AWS_SESSION_TOKEN": "real",
        "AWS_PROFILE": "work",
        "AWS_REGION": "us-east-1",
        "AWS_ENDPOINT_URL_S3": "https://s3.example.com",
        "HOME": "/home/ada",
    }
    stay_local(environ, 8003)
    assert "real" not in " ".join(environ.values()).lower()
    assert not {"AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL_S3"} & set(environ)
    assert environ["AWS_ENDPOINT_URL"] == "http://localhost:8003"
    assert environ["AWS_CONFIG_FILE"] == environ["AWS_SHARED_CREDENTIALS_FILE"] == os.devnull


@pytest.mark.parametrize("module", ["local", "logs", "redrive"])
def test_whoever_has_the_real_aws_in_the_environment_stays_on_the_local_one(module):
    """No process listens on that port, so a connection to it fails."""
    real = {"AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "AKIAREAL", "AWS_PROFILE": "work"}
    run = subprocess.run(
        [sys.executable, "-m", f"deploy.{module}", "staff"],
        env={
            **os.environ,
            **PATH,
            **real,
            "PORT": "1",
            "DATA": "/nowhere",
            "AWS_MAX_ATTEMPTS": "1",
        },
        cwd=ROOT / "stage3-serverless",
        capture_output=True,
        text=True,
    )
    assert run.returncode == 1
    assert "http://localhost:1/" in run.stderr.splitlines()[-1]
