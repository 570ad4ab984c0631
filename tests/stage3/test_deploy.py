"""What `make deploy-aws` does and what `make destroy-aws` leaves: nothing. On a local AWS."""

import json
import os
import time
from types import SimpleNamespace

import botocore.exceptions
import pytest
import requests

from deploy import parameters, redrive, stack, to_aws
from deploy.local import stay_local
from tests.drivers.aws import KEY, SECRET, running

WITHIN = 60  # seconds
PROVIDER = {"PAYMENT_URL": "https://pay.example.com", "PAYMENT_KEY": "sk_live_1"}


@pytest.fixture(scope="module")
def environ():
    """That of this process, which may be changed."""
    before = dict(os.environ)
    yield os.environ
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="module")
def aws(environ, tmp_path_factory):
    """A local AWS that all of deploy/ takes for the real one: its port."""
    with running(tmp_path_factory.mktemp("aws")) as client:
        port = client("sts").meta.endpoint_url.rpartition(":")[2]
        environ.update(LOCAL_AWS_KEY=KEY, LOCAL_AWS_SECRET=SECRET)
        stay_local(environ, port)
        environ.update(PROVIDER)
        stack.client.cache_clear()
        yield port
        stack.client.cache_clear()


@pytest.fixture(scope="module")
def shop(aws, made):
    kept = made[0].parents[1]
    deploy(kept)
    return SimpleNamespace(kept=kept, port=aws, outputs=stack.outputs())


def deploy(kept):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(to_aws.artefact, "is_for_lambda", lambda: True)  # whatever machine it is
        assert to_aws.deploy(kept) is None


def get(shop, path):
    return call("GET", shop, path)


def post(shop, path, body):
    return call("POST", shop, path, json=body)


def call(method, shop, path, **more):
    """Without the domain that the local shop has: as API Gateway serves any API."""
    host = f"{shop.outputs['RestAPIId']}.execute-api.localhost"
    url = f"http://127.0.0.1:{shop.port}/api{path}"
    headers = {"Host": host, "X-Local-Key": SECRET}
    return requests.request(method, url, headers=headers, timeout=WITHIN, **more)


def wait(happened, complaint):
    deadline = time.monotonic() + WITHIN
    while not happened():
        assert time.monotonic() < deadline, complaint
        time.sleep(0.1)


def test_the_shop_is_open_with_its_goods(shop):
    answer = get(shop, "/v1/products?limit=3")
    assert answer.status_code == 200 and len(answer.json()["data"]) == 3


def test_a_browsers_cookie_is_of_an_address_with_tls(shop):
    """API Gateway has no other, without a setting."""
    staff = json.loads((shop.kept / "sign-ins.json").read_text())["staff"]
    answer = post(shop, "/v1/tokens", staff | {"session": "cookie"})
    assert answer.status_code == 201 and "refresh_token" not in answer.json()["data"]
    assert answer.headers["Set-Cookie"].startswith("__Secure-shop_443=")
    assert answer.headers["Set-Cookie"].endswith("; Path=/api/v1/tokens; SameSite=Strict; Secure")


def test_what_it_asks_of_the_gateway_is_in_force(shop):
    answer = get(shop, "/v1/no-such-thing")
    assert (answer.status_code, answer.json()["detail"]) == (404, "No such path.")
    assert answer.headers["Content-Type"] == "application/problem+json"
    gateway, api = stack.client("apigateway"), {"restApiId": shop.outputs["RestAPIId"]}
    made = [each["createdDate"] for each in gateway.get_deployments(**api)["items"]]
    current = gateway.get_stage(**api, stageName="api")["deploymentId"]
    used = gateway.get_deployment(**api, deploymentId=current)["createdDate"]
    assert len(made) > 1 and used == max(made)


def test_what_each_function_says_is_kept_but_not_for_ever(shop):
    groups = stack.client("logs").describe_log_groups(logGroupNamePrefix="/aws/lambda/shop-")
    kept = {each["logGroupName"]: each.get("retentionInDays") for each in groups["logGroups"]}
    functions = stack.client("lambda").list_functions()["Functions"]
    assert kept == {f"/aws/lambda/{each['FunctionName']}": 30 for each in functions}


def events(what):
    found = stack.client("cloudformation").describe_stack_events(StackName=stack.NAME)
    return [each for each in found["StackEvents"] if each["ResourceStatus"] == what]


def test_the_same_once_more_changes_nothing_and_keeps_the_keys(shop):
    before = events("UPDATE_COMPLETE"), known("token_public_key")
    deploy(shop.kept)
    assert (events("UPDATE_COMPLETE"), known("token_public_key")) == before


def test_what_is_told_otherwise_is_changed_in_place(shop, environ, monkeypatch):
    monkeypatch.setenv("PUBLIC_URL", "https://shop.example.com")
    monkeypatch.setenv("PAYMENT_KEY", "sk_live_2")
    deploy(shop.kept)
    location = get(shop, "/v1/products?limit=1").json()["data"][0]["image_url"]
    assert location.startswith("https://shop.example.com/api/v1/")
    assert known("payment_key") == "sk_live_2"


def known(name):
    asked = {"Name": f"{parameters.PREFIX}/{name}", "WithDecryption": True}
    return stack.client("ssm").get_parameter(**asked)["Parameter"]["Value"]


def test_messages_that_were_set_aside_go_back_to_their_queue(shop):
    ignore("SettleOrder")
    sqs = stack.client("sqs")
    for number in range(12):  # more than one look at a queue brings
        sqs.send_message(QueueUrl=redrive._url("shop-settle-dead"), MessageBody=f"{number}")
    redrive.redrive()
    assert waiting("shop-settle-dead") == 0
    bodies = {message["Body"] for message in redrive._taken("shop-settle")}
    assert bodies == {f"{number}" for number in range(12)}


def test_records_of_a_stream_that_were_set_aside_are_told_again(shop):
    """The message is as AWS writes it: where the records are, not the records."""
    mapping = ignore("NoteStock")
    product = get(shop, "/v1/products?limit=1").json()["data"][0]["id"]
    key = {"product_id": {"S": product}, "sk": {"S": "stock"}}
    now = stack.client("dynamodb").update_item(
        TableName="shop-inventory", Key=key, ReturnValues="ALL_NEW",
        UpdateExpression="SET available = available + :more, version = version + :one",
        ExpressionAttributeValues={":more": {"N": "7"}, ":one": {"N": "1"}},
    )["Attributes"]["available"]["N"]  # fmt: skip
    set_aside(mapping, last_record(mapping["EventSourceArn"]))
    redrive.redrive()
    asked = {"TableName": "shop-catalog", "Key": {"id": {"S": product}}}
    item = stack.client("dynamodb").get_item(**asked, ConsistentRead=True)["Item"]
    assert item["available"]["N"] == now
    assert waiting("shop-streams-dead") == 0


def ignore(function):
    """That function's source of events, from now on."""
    functions = stack.client("lambda")
    found = functions.list_event_source_mappings()["EventSourceMappings"]
    mapping = next(each for each in found if f":shop-{function}-" in each["FunctionArn"])
    functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)
    asked = {"UUID": mapping["UUID"]}
    wait(
        lambda: functions.get_event_source_mapping(**asked)["State"] == "Disabled",
        "an event source mapping can't be disabled",
    )
    return mapping


def last_record(stream):
    """(shard, sequence number)"""
    streams = stack.client("dynamodbstreams")
    shard = streams.describe_stream(StreamArn=stream)["StreamDescription"]["Shards"][-1]["ShardId"]
    where = {"StreamArn": stream, "ShardId": shard, "ShardIteratorType": "TRIM_HORIZON"}
    iterator = streams.get_shard_iterator(**where)["ShardIterator"]
    records = streams.get_records(ShardIterator=iterator, Limit=1000)["Records"]
    return shard, records[-1]["dynamodb"]["SequenceNumber"]


def set_aside(mapping, record):
    shard, number = record
    batch = {"streamArn": mapping["EventSourceArn"], "shardId": shard, "batchSize": 1}
    batch |= {"startSequenceNumber": number, "endSequenceNumber": number}
    body = {"requestContext": {"functionArn": mapping["FunctionArn"]}, "DDBStreamBatchInfo": batch}
    url = redrive._url(redrive.OF_STREAMS)
    stack.client("sqs").send_message(QueueUrl=url, MessageBody=json.dumps(body))


def waiting(queue):
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    asked = {"QueueUrl": redrive._url(queue), "AttributeNames": names}
    found = stack.client("sqs").get_queue_attributes(**asked)["Attributes"]
    return sum(map(int, found.values()))


def test_of_a_shop_that_is_destroyed_nothing_is_left(shop):
    to_aws.destroy()
    assert what_is_there() == []
    with pytest.raises(botocore.exceptions.ClientError):
        known("payment_key")
    to_aws.destroy()  # once more does no harm


def what_is_there():
    """On the whole AWS, that can be paid for."""
    return [
        *stack.client("dynamodb").list_tables()["TableNames"],
        *stack.client("sqs").list_queues().get("QueueUrls", []),
        *stack.client("s3").list_buckets()["Buckets"],
        *stack.client("lambda").list_functions()["Functions"],
        *stack.client("logs").describe_log_groups()["logGroups"],
        *stack.client("apigateway").get_rest_apis()["items"],
        *stack.client("events").list_rules()["Rules"],
        *stack.client("ssm").describe_parameters()["Parameters"],
    ]


def test_a_stack_that_could_not_be_made_is_no_hindrance(aws, capsys):
    """CloudFormation keeps what is left of it, and can only delete that."""
    with pytest.raises(SystemExit):
        stack._make_or_change(asked(of_an_api="nobody-knows"))
    assert "Words: " in capsys.readouterr().out
    assert stack.exists()
    stack._make_or_change(asked(of_an_api={"Ref": "Api"}))
    assert stack._found()["StackStatus"] == "CREATE_COMPLETE"


def asked(of_an_api):
    words = {"RestApiId": of_an_api, "ResponseType": "DEFAULT_4XX"}
    resources = {
        "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "shop"}},
        "Words": {"Type": "AWS::ApiGateway::GatewayResponse", "Properties": words},
    }
    return {"StackName": stack.NAME, "TemplateBody": json.dumps({"Resources": resources})}
