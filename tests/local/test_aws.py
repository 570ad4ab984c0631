"""The local AWS keeps what it has, or nothing: never a half of it."""

import signal

import pytest

from tests.drivers import aws


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "aws"


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
    with aws.running(folder, ended_by=signal.SIGTERM) as client:
        fill(client, "kept")
    with aws.running(folder, ended_by=signal.SIGTERM) as client:
        assert found(client) == (["kept"], ["kept"])
        read = client("s3").get_object(Bucket="kept", Key="picture")["Body"].read()
        assert read == b"some bytes"


def test_killed_before_it_ever_kept_anything_it_begins_with_nothing(folder):
    with aws.running(folder, ended_by=signal.SIGKILL) as client:
        fill(client, "lost")
    with aws.running(folder, ended_by=signal.SIGTERM) as client:
        assert found(client) == ([], [])


def test_killed_later_it_has_what_it_kept_last(folder):
    with aws.running(folder, ended_by=signal.SIGTERM) as client:
        fill(client, "kept")
    with aws.running(folder, ended_by=signal.SIGKILL) as client:
        fill(client, "lost")
        client("s3").put_object(Bucket="kept", Key="picture", Body=b"other bytes")
    with aws.running(folder, ended_by=signal.SIGTERM) as client:
        assert found(client) == (["kept"], ["kept"])
        client("s3").create_bucket(
            Bucket="lost", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
        )
        assert "Contents" not in client("s3").list_objects_v2(Bucket="lost")
