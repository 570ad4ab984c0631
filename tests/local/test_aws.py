"""The local AWS keeps what it has, or nothing: never a half of it."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

import botocore.session
import pytest

from local import ports
from tests.drivers.stage import ROOT

UP_WITHIN = 60  # seconds


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "aws"


@contextmanager
def aws(folder, ended_by):
    """Yields client(service)."""
    port = ports.free()
    words = [sys.executable, "-m", "local.aws", str(folder), str(port)]
    process = subprocess.Popen(words, env={**os.environ, "PYTHONPATH": str(ROOT / "shared")})
    try:
        _wait_for(port)
        yield lambda service: _client(service, port)
    finally:
        process.send_signal(ended_by)
        process.wait(30)


def _client(service, port):
    return botocore.session.get_session().create_client(
        service,
        endpoint_url=f"http://localhost:{port}",
        region_name="eu-central-1",
        aws_access_key_id="local",
        aws_secret_access_key="local",
    )


def _wait_for(port):
    deadline = time.monotonic() + UP_WITHIN
    while True:
        try:
            url = f"http://127.0.0.1:{port}/_ministack/health"
            return urllib.request.urlopen(url, timeout=5).close()
        except OSError:
            assert time.monotonic() < deadline, "the local AWS does not come up"
            time.sleep(0.05)


def fill(client, name):
    client("sqs").create_queue(QueueName=name)
    client("s3").create_bucket(
        Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
    )
    client("s3").put_object(Bucket=name, Key="picture", Body=b"some bytes")


def found(client):
    """(queues, buckets)"""
    queues = client("sqs").list_queues().get("QueueUrls", [])
    buckets = client("s3").list_buckets()["Buckets"]
    return [url.rpartition("/")[2] for url in queues], [each["Name"] for each in buckets]


def test_a_proper_stop_keeps_all(folder):
    with aws(folder, ended_by=signal.SIGTERM) as client:
        fill(client, "kept")
    with aws(folder, ended_by=signal.SIGTERM) as client:
        assert found(client) == (["kept"], ["kept"])
        read = client("s3").get_object(Bucket="kept", Key="picture")["Body"].read()
        assert read == b"some bytes"


def test_killed_before_it_ever_kept_anything_it_begins_with_nothing(folder):
    with aws(folder, ended_by=signal.SIGKILL) as client:
        fill(client, "lost")
    with aws(folder, ended_by=signal.SIGTERM) as client:
        assert found(client) == ([], [])


def test_killed_later_it_has_what_it_kept_last(folder):
    with aws(folder, ended_by=signal.SIGTERM) as client:
        fill(client, "kept")
    with aws(folder, ended_by=signal.SIGKILL) as client:
        fill(client, "lost")
        client("s3").put_object(Bucket="kept", Key="picture", Body=b"other bytes")
    with aws(folder, ended_by=signal.SIGTERM) as client:
        assert found(client) == (["kept"], ["kept"])
        client("s3").create_bucket(
            Bucket="lost", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
        )
        assert "Contents" not in client("s3").list_objects_v2(Bucket="lost")
