"""What reaches the local AWS: what its own programs sign, and nothing that a web page can send."""

import json
import socket

import botocore.session
import pytest
import requests
from botocore.exceptions import ClientError

from local.aws import REGION
from tests.drivers import aws

TRUST = {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}]}
MAY = {"Statement": [{"Effect": "Allow", "Action": "sqs:ListQueues", "Resource": "*"}]}
PAGES = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Referer": "https://evil.example/page"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Mode": "no-cors"},
]
FOREIGN = ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.evil.example"]
FOREIGN += ["localhost:1", "169.254.169.254", "shop", ""]
ROOTS = ["test", "local", "000000000000", "123456789012", "", "AKIAUNKNOWN"]


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with aws.running(tmp_path_factory.mktemp("aws")) as client:
        yield client


@pytest.fixture(scope="module")
def url(client):
    return client("sts").meta.endpoint_url.replace("localhost", "127.0.0.1")


def credential(key, service="sqs"):
    return {
        "X-Amz-Credential": f"{key}/20261128/{REGION}/{service}/aws4_request",
        "X-Amz-Signature": "00",
        "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    }


def marked(**more):
    """With the mark, which is for the API and for ministack's own pages."""
    return {"X-Local-Key": aws.SECRET, **more}


def test_roots_key_may_do_all_and_a_wrong_signature_nothing(client, url):
    client("sqs").create_queue(QueueName="known")
    assert client("sqs").list_queues()["QueueUrls"]
    port = int(url.rpartition(":")[2])
    with pytest.raises(ClientError, match="signature"):
        aws.client(port, "sqs", aws.KEY, "another secret").list_queues()


def test_what_root_signed_for_later_is_admitted_as_well(url):
    session = botocore.session.get_session()
    session.set_credentials(aws.KEY, aws.SECRET)
    store = session.create_client("s3", endpoint_url=url, region_name=REGION)
    where = {"Bucket": "signed", "CreateBucketConfiguration": {"LocationConstraint": REGION}}
    store.create_bucket(**where)
    what = {"Bucket": "signed", "Key": "a b/é+~"}
    store.put_object(**what, Body=b"bytes")
    link = store.generate_presigned_url("get_object", what)
    assert requests.get(link, timeout=10).content == b"bytes"
    changed = link.replace("X-Amz-Expires=3600", "X-Amz-Expires=3601")
    assert changed != link and requests.get(changed, timeout=10).status_code == 403


@pytest.mark.parametrize("headers", PAGES, ids=str)
@pytest.mark.parametrize("path", ["/", "/_ministack/reset", "/2015-03-31/functions"])
def test_what_a_browser_sends_is_refused_even_with_the_key(url, headers, path):
    answer = requests.post(url + path, headers=marked(**headers), timeout=10)
    assert answer.status_code == 403
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]


@pytest.mark.parametrize("host", FOREIGN)
def test_a_foreign_host_is_refused_even_with_the_key(url, host):
    answer = requests.get(f"{url}/_ministack/health", headers=marked(Host=host), timeout=10)
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "name", ["localhost", "127.0.0.1", "[::1]", "abcdef12.execute-api.localhost"]
)
def test_the_names_of_this_machine_are_known(url, name):
    port = url.rpartition(":")[2]
    for host in (name, f"{name}:{port}", name.upper()):
        headers = marked(Host=host)
        answer = requests.get(f"{url}/_ministack/health", headers=headers, timeout=10)
        assert answer.status_code == 200


@pytest.mark.parametrize("key", ROOTS)
def test_no_other_key_is_root(url, key):
    asked = {"Action": "ListQueues", "Version": "2012-11-05"}
    for sent in (
        {"params": asked | credential(key)},
        {"data": asked, "params": credential(key)},
        {"params": asked | {"AWSAccessKeyId": key, "Signature": "00"}},
        {"params": asked, "headers": {"Authorization": _header(key)}},
        {"params": asked, "headers": {"Authorization": f"AWS {key}:00"}},
        {"params": asked},
    ):
        answer = requests.post(url, timeout=10, **sent)
        assert answer.status_code in (400, 401, 403), answer.text


def _header(key, service="sqs"):
    scope = credential(key, service)["X-Amz-Credential"]
    return f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=00"


@pytest.mark.parametrize("path", ["/_ministack/reset", "/_ministack/health", "/health"])
def test_ministacks_own_pages_need_the_key_itself(url, path):
    for sent in (
        {},
        {"headers": {"X-Local-Key": ""}},
        {"headers": {"X-Local-Key": "wrong"}},
        {"headers": {"Authorization": _header("ASIAROLE")}},
        {"params": credential("test")},
    ):
        assert requests.post(url + path, timeout=10, **sent).status_code == 403
    assert (
        requests.get(
            url + path.replace("reset", "health"), headers=marked(), timeout=10
        ).status_code
        == 200
    )


def test_a_role_may_do_what_its_policy_says_and_no_more(client, url):
    name = {"RoleName": "counts"}
    role = client("iam").create_role(**name, AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]
    client("iam").put_role_policy(**name, PolicyName="may", PolicyDocument=json.dumps(MAY))
    assumed = client("sts").assume_role(RoleArn=role["Arn"], RoleSessionName="counts")
    session = botocore.session.get_session()
    keys = assumed["Credentials"]
    given = keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"]
    session.set_credentials(*given)
    sqs = session.create_client("sqs", endpoint_url=url, region_name=REGION)
    sqs.list_queues()
    with pytest.raises(ClientError, match="not authorized|AccessDenied"):
        sqs.create_queue(QueueName="forbidden")
    session.set_credentials(given[0], "not its secret", given[2])
    with pytest.raises(ClientError, match="signature"):
        session.create_client("sqs", endpoint_url=url, region_name=REGION).list_queues()


@pytest.mark.parametrize("lines", [["Bearer x"], ["AWS4-ECDSA-P256-SHA256 x=y"], ["", "x"]])
def test_a_request_that_names_its_key_twice_is_signed_by_nobody(url, lines):
    """ministack would look up the role of one, and verify the signature of neither."""
    key = "ASIA" + "0" * 16
    query = "&".join(f"{name}={value}" for name, value in credential(key, "s3").items())
    headers = [f"Authorization: {line or f'AWS4-HMAC-SHA256 Credential={key}/x'}" for line in lines]
    port = int(url.rpartition(":")[2])
    head = [f"POST /?{query} HTTP/1.1", f"Host: 127.0.0.1:{port}", *headers]
    head += ["X-Amz-Target: AmazonSSM.GetParameter", "Content-Length: 2", "", "{}"]
    with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
        client.sendall("\r\n".join(head).encode())
        assert client.recv(4096).startswith(b"HTTP/1.1 403")


def test_no_page_may_read_an_answer(url):
    for host in ("localhost", "abcdef12.execute-api.localhost"):
        for method in ("GET", "OPTIONS"):
            headers, path = marked(Host=host), "/_ministack/health"
            answer = requests.request(method, url + path, headers=headers, timeout=10)
            assert answer.status_code == 200
            names = [name.lower() for name in answer.headers]
            assert not [name for name in names if name.startswith("access-control")]


@pytest.mark.parametrize("service", ["iam", "sqs", "s3", "lambda"])
@pytest.mark.parametrize("key", ["test", "123456789012"])
def test_the_mark_makes_nobody_root(url, key, service):
    asked = {"Action": "ListQueues", "Version": "2012-11-05"}
    target = {"X-Amz-Target": "AmazonSQS.ListQueues", "Authorization": _header(key, service)}
    for host in ("127.0.0.1", "abcdef12.execute-api.localhost"):
        for sent in (
            {"params": credential(key, service), "data": asked},
            {"params": credential(key, service) | asked},
            {"headers": target, "data": "{}"},
            {"headers": target | {"Authorization": ""}, "data": "{}"},
        ):
            headers = marked(Host=host) | sent.pop("headers", {})
            answer = requests.post(f"{url}/api/v1/x", headers=headers, timeout=10, **sent)
            assert answer.status_code in (403, 404), (host, sent, answer.text)
            assert "ListQueues" not in answer.text


def test_stage_2s_object_store_knows_one_key_and_no_other(tmp_path):
    where = {"Bucket": "pictures", "Key": "a"}
    with aws.store(tmp_path) as port:
        ours = aws.client(port, "s3")
        ours.create_bucket(
            Bucket="pictures", CreateBucketConfiguration={"LocationConstraint": REGION}
        )
        ours.put_object(**where, Body=b"bytes")
        for key in ("test", "000000000000", "ASIAROLE", aws.KEY):
            with pytest.raises(ClientError, match="403|Forbidden|AccessDenied|parse"):
                aws.client(port, "s3", key, "a guess").list_buckets()
        url = f"http://127.0.0.1:{port}"
        for method, path in (
            ("GET", "/"),
            ("GET", "/pictures/a"),
            ("PUT", "/pictures/a"),
            ("DELETE", "/pictures/a"),
            ("POST", "/_ministack/reset"),
            ("OPTIONS", "/pictures"),
        ):
            assert requests.request(method, url + path, timeout=10).status_code == 403
        assert ours.get_object(**where)["Body"].read() == b"bytes"
