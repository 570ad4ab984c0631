"""What ministack forgets by itself is there after a stop and a start, on another port.

aws_state.py relies on private names of one version of ministack. If a test here fails after an
upgrade, read `get_state` and `load_persisted_state` of ministack/services/dynamodb.py (does it save
its streams by now?) and `_poll_dynamodb_streams` of lambda_svc.py, then ADR 29.
"""

import inspect
import io
import json
import re
import zipfile
from importlib.metadata import version

import pytest
from ministack import app
from ministack.services import dynamodb, lambda_svc, sqs

from tests.contract.steps import eventually
from tests.drivers import aws

WITHIN = 60  # seconds; a function's first host is slow to start
CODE = (
    "def read(event, _):\n    print([r['dynamodb']['Keys']['id']['S'] for r in event['Records']])"
)
LOG = "/aws/lambda/reader"
ANYTHING = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*"}}


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "aws"


def a_role(client):
    trust = {**ANYTHING["Statement"], "Principal": {"Service": "lambda.amazonaws.com"}}
    trust |= {"Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": trust})
    made = client("iam").create_role(RoleName="reads", AssumeRolePolicyDocument=document)
    may = json.dumps({**ANYTHING, "Statement": {**ANYTHING["Statement"], "Resource": "*"}})
    client("iam").put_role_policy(RoleName="reads", PolicyName="all", PolicyDocument=may)
    return made["Role"]["Arn"]


def a_function(client):
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as file:
        file.writestr("code.py", CODE)
    client("lambda").create_function(
        FunctionName="reader",
        Runtime="python3.12",
        Role=a_role(client),
        Handler="code.read",
        Code={"ZipFile": zipped.getvalue()},
        Timeout=60,
    )


def a_stream(client):
    made = client("dynamodb").create_table(
        TableName="things",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"},
    )
    return made["TableDescription"]["LatestStreamArn"]


def a_reader_of_a_stream(client):
    a_function(client)
    client("lambda").create_event_source_mapping(
        FunctionName="reader", EventSourceArn=a_stream(client), StartingPosition="TRIM_HORIZON"
    )


def put(client, an_id):
    client("dynamodb").put_item(TableName="things", Item={"id": {"S": an_id}})


def read(client):
    """What the function was told, oldest first."""
    logs = client("logs")
    if not logs.describe_log_groups(logGroupNamePrefix=LOG)["logGroups"]:
        return []
    lines = [each["message"] for each in logs.filter_log_events(logGroupName=LOG)["events"]]
    return [word for line in lines for word in re.findall(r"'(\w+)'", line)]


def check_read(client, expected):
    def check():
        assert read(client) == expected

    eventually(check, WITHIN)


def forget_streams(folder):
    """As ministack alone would have left its state."""
    file = folder / "state" / "dynamodb.json"
    state = json.loads(file.read_text())
    del state["payload"]["stream_records"], state["payload"]["stream_trimmed"]
    file.write_text(json.dumps(state))


def test_a_function_reads_a_stream_on_where_it_was(folder):
    with aws.running(folder) as client:
        a_reader_of_a_stream(client)
        put(client, "a")
        check_read(client, ["a"])
    for number in (2, 3, 4):
        with aws.running(folder) as client:
            put(client, "abcd"[number - 1])
            check_read(client, list("abcd"[:number]))


def test_after_a_start_that_lost_its_streams_a_function_is_told_of_every_item(folder):
    with aws.running(folder) as client:
        a_reader_of_a_stream(client)
        put(client, "a")
        check_read(client, ["a"])
    forget_streams(folder)
    with aws.running(folder) as client:
        put(client, "b")
        check_read(client, ["a", "a", "b"])


def test_a_queue_is_found_under_the_new_port_with_its_messages(folder):
    with aws.running(folder) as client:
        before = client("sqs").create_queue(QueueName="work")["QueueUrl"]
        client("sqs").send_message(QueueUrl=before, MessageBody="to do")
    with aws.running(folder) as client:
        after = client("sqs").get_queue_url(QueueName="work")["QueueUrl"]
        assert after != before
        (message,) = client("sqs").receive_message(QueueUrl=after)["Messages"]
        assert message["Body"] == "to do"
    assert before.encode() not in (folder / "state" / "sqs.json").read_bytes()


def test_what_is_wrapped_is_what_this_version_of_ministack_has():
    assert version("ministack") == "1.5.33", "Read aws_state.py and ADR 29 beside the new version."
    assert "_load_persisted_state()" in inspect.getsource(app._handle_lifespan)
    assert "mod.get_state" in inspect.getsource(app._build_persistence_save_dict)
    assert "load_persisted_state(data)" in inspect.getsource(app._load_persisted_state)
    assert "_stream_records" not in inspect.getsource(dynamodb.get_state), "It keeps streams now."
    assert "_dynamodb_stream_positions" in inspect.getsource(lambda_svc.get_state)
    emitted = inspect.signature(dynamodb._emit_stream_event).parameters
    assert [*emitted] == ["table_name", "event_name", "old_item", "new_item", "replicate"]
    for store in (dynamodb._stream_records, dynamodb._stream_trimmed, lambda_svc._esms):
        assert type(store).__name__ == "AccountRegionScopedDict"
    assert sqs._queue_url_for_account("000000000000", "name").startswith("http://localhost:")
