"""A web page that the reader has open: what its form posts, images and fetches can reach.

A page of another site can send such requests without asking first (no preflight), and knows the
names of an emulator's default keys. It can also have its own name lead to this machine (DNS
rebinding), and then read every answer.
"""

import hashlib

import botocore.session
import pytest
from botocore.exceptions import ClientError

from local.aws import REGION
from tests.contract import pictures
from tests.contract.showing import show
from tests.contract.steps import a_product, accepted
from tests.drivers.aws import function_of

FORM = ("Content-Type", "application/x-www-form-urlencoded")
PLAIN = ("Content-Type", "text/plain")
CREATE = b"Action=CreateRole&RoleName=x&Version=2010-05-08&AssumeRolePolicyDocument=%7B%7D"
CASES = {
    "list the roles": ("POST", "/", "iam", FORM, b"Action=ListRoles&Version=2010-05-08"),
    "create a role": ("POST", "/", "iam", FORM, CREATE),
    "list the functions": ("GET", "/2015-03-31/functions", "lambda", PLAIN, b""),
    "wipe everything": ("POST", "/_ministack/reset", "s3", PLAIN, b""),
    "change a setting": ("POST", "/_ministack/config", "s3", PLAIN, b'{"x": 1}'),
    "read a key": ("GET", "/?Action=GetParameter&Name=/shop/token_private_key", "ssm", PLAIN, b""),
    "list the buckets": ("GET", "/", "s3", PLAIN, b""),
    "list the pictures": ("GET", "/pictures", "s3", PLAIN, b""),
    "create a bucket": ("PUT", "/evil", "s3", PLAIN, b""),
    "call the API around the door": ("GET", "/restapis/x/api/_user_request_/", "s3", PLAIN, b""),
}
KEYS = ("test", "123456789012", "AKIAIOSFODNN7EXAMPLE", None)
SENDERS = {
    "a page": [("Origin", "https://evil.example")],
    "a sandboxed page": [("Origin", "null")],
    "an image": [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "no-cors")],
    "a link": [("Referer", "https://evil.example/")],
    "no browser": [],
}
LOCAL = ("localhost", "127.0.0.1", "[::1]")
CLOSE = [("Connection", "close")]
FOREIGN = ("evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "[::2]")


def sent(case, key, sender, host):
    """The bytes of a request of this case."""
    method, path, service, kind, body = CASES[case]
    if key:
        scope = f"{key}/20261128/{REGION}/{service}/aws4_request"
        path += f"{'&' if '?' in path else '?'}X-Amz-Credential={scope}&X-Amz-Signature=00"
    headers = [("Host", host), kind, *SENDERS[sender], ("Content-Length", len(body)), *CLOSE]
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join([*lines, "", ""]).encode() + body


def is_refused(answer):
    return answer.status in (400, 403, 404, 405, 413) and not is_open_to_pages(answer)


def is_open_to_pages(answer):
    return any(name.startswith("access-control-") for name in answer.headers)


def is_the_storefront(answer):
    """Its page is at "/", whatever stands behind the "?"; and it is in no frame of another page."""
    policy = answer.headers.get("content-security-policy", "")
    return "frame-ancestors 'none'" in policy and not is_open_to_pages(answer)


@pytest.fixture
def emulator(stage, address):
    """Its netloc, of the stages that have one."""
    port = [
        stage.run["parts"][name]["port"]
        for name in ("aws", "objects")
        if name in stage.run["parts"]
    ]
    if not port:
        pytest.skip("this stage runs no emulator of AWS")
    return address._replace(port=port[0])


@pytest.mark.short
@pytest.mark.parametrize("sender", SENDERS)
@pytest.mark.parametrize("case", CASES)
def test_the_public_port_is_no_aws(wire, address, case, sender):
    for key in KEYS:
        got = wire.send(sent(case, key, sender, address.netloc))
        harmless = [is_refused(answer) or is_the_storefront(answer) for answer in got]
        assert got and all(harmless), (case, key, got)


@pytest.mark.short
@pytest.mark.parametrize("sender", SENDERS)
@pytest.mark.parametrize("case", CASES)
def test_the_emulator_is_no_ones_but_the_stages(wire, emulator, case, sender):
    inner = type(wire)(emulator)
    for key in KEYS:
        for host in (emulator.netloc, *FOREIGN[:1]):
            got = inner.send(sent(case, key, sender, host))
            assert got and all(map(is_refused, got)), (case, key, host, got)


@pytest.mark.short
def test_a_name_that_was_made_to_lead_here_is_refused(wire, stage, address):
    """Where something worth protecting stands behind the door: see decision 30."""
    if "door" not in stage.run["parts"]:
        pytest.skip("behind this stage's door is the API alone")
    for host in FOREIGN:
        for name in (host, f"{host}:{address.port}"):
            (answer,) = wire.send(wire.request("GET", "/products", CLOSE, host=name))
            assert answer.status == 400, (name, answer)


@pytest.mark.short
@pytest.mark.parametrize("service", ["iam", "sqs", "lambda", "s3", "ssm", "execute-api"])
def test_no_key_in_a_call_of_the_api_makes_it_a_call_of_aws(wire, service):
    body = b"Action=ListQueues&Version=2012-11-05"
    for key in KEYS[:3]:
        scope = f"{key}/20261128/{REGION}/{service}/aws4_request"
        signed = f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=00"
        for query, headers in (
            (f"?X-Amz-Credential={scope}&X-Amz-Signature=00", []),
            (f"?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={scope}", []),
            (f"?AWSAccessKeyId={key}&Signature=00", []),
            ("", [("Authorization", signed)]),
            ("", [("Authorization", signed), ("X-Amz-Target", "AmazonSSM.GetParametersByPath")]),
        ):
            sent = [*headers, FORM, *CLOSE, ("Content-Length", len(body))]
            for path, status in (("/products", 401), ("/nothing", 404)):
                (answer,) = wire.send(wire.request("POST", path + query, sent, body))
                assert answer.status in (status, 400), (key, query, answer)
                assert answer.headers["content-type"] == "application/problem+json"
            got = wire.send(wire.request("GET", f"/health{query}", [*headers, *CLOSE]))
            assert [each.status for each in got] in ([200], [400]), (key, query, got)


def test_a_functions_keys_cannot_be_made_from_its_name(stage):
    """As ministack makes them: the names of function and role are no secret."""
    if "aws" not in stage.run["parts"]:
        pytest.skip("this stage has no functions")
    function = function_of(stage, "APIHandler")
    digest = _digest(f"{function['FunctionArn']}:{function['Role']}")
    secret, token = (_digest(f"{use}:{digest}") for use in ("secret", "token"))
    session = botocore.session.get_session()
    session.set_credentials(f"ASIA{digest[:16].upper()}", secret, token)
    url = f"http://127.0.0.1:{stage.run['parts']['aws']['port']}"
    parameters = session.create_client("ssm", endpoint_url=url, region_name=REGION)
    with pytest.raises(ClientError, match="security token|signature"):
        parameters.get_parameter(Name="/shop/token_private_key")


def _digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.short
@pytest.mark.parametrize("host", LOCAL)
def test_every_name_of_this_machine_leads_to_the_shop(wire, address, host):
    for name in (host, f"{host}:{address.port}", host.upper()):
        (answer,) = wire.send(wire.request("GET", "/health", CLOSE, host=name))
        assert answer.status == 200, (name, answer)


@pytest.mark.short
def test_a_link_to_an_image_leads_to_that_image_alone(wire, staff):
    product = a_product(staff)
    accepted(show(staff, product, pictures.picture("PNG", 20, 20)), 202)
    (answer,) = wire.send(wire.request("GET", f"/products/{product['id']}/image"))
    if answer.status != 302:
        pytest.skip("this stage sends images itself")
    link = answer.headers["location"]
    bucket, _, query = link.partition("?")
    folder = bucket.rpartition("/")[0]
    for host in LOCAL:
        assert [each.status for each in wire.send(at(wire, "GET", link, host))] == [200]
    for method, changed in (
        ("GET", bucket),
        ("GET", f"{folder}/?{query}"),
        ("GET", f"{bucket}x?{query}"),
        ("GET", f"{bucket}/../x?{query}"),
        ("GET", link.replace("Expires=300", "Expires=3000")),
        ("GET", f"{link}&acl"),
        ("GET", f"{link}&X-Amz-Credential=test"),
        ("PUT", link),
        ("DELETE", link),
        ("POST", link),
        ("OPTIONS", link),
    ):
        got = wire.send(at(wire, method, changed, "127.0.0.1"))
        assert got and all(map(is_refused, got)), (method, changed, got)


def at(wire, method, target, host):
    """A request for a target that is not below the base URL."""
    request = wire.request(method, "", [("Content-Length", 0), *CLOSE], host=host)
    return request.replace(f" {wire.address.prefix} ".encode(), f" {target} ".encode(), 1)
