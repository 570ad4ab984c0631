"""The template that is deployed, and what each function may do."""

import json
import re
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest

from spans import settings
from tests.drivers.stage import ROOT

STAGE = ROOT / "stage3-serverless"
POLICIES = sorted((STAGE / ".chalice").glob("policy-*.json"))
FUNCTIONS = {
    "APIHandler",
    "CountClicks",
    "ForgetPerson",
    "ImportProducts",
    "MakeThumbnail",
    "NoteStock",
    "RelayOrders",
    "SettleOrder",
    "Sweep",
}


def of_type(template, kind):
    found = template["Resources"].items()
    return {name: each.get("Properties", {}) for name, each in found if each["Type"] == kind}


def statements(policy):
    return json.loads(policy.read_text())["Statement"]


def as_list(value):
    return value if isinstance(value, list) else [value]


@pytest.fixture(scope="module")
def complaints(made, tmp_path_factory):
    """(of the template, of a wrong one): the lines of cfn-lint, which takes long to start."""
    wrong = tmp_path_factory.mktemp("lint") / "wrong.json"
    wrong.write_text(json.dumps({"Resources": {"Orders": {"Type": "AWS::DynamoDB::Tabel"}}}))
    linter = [Path(sys.executable).with_name("cfn-lint"), "--format", "parseable"]
    words = [*linter, "--regions", "eu-central-1", "--", made[1], wrong]
    run = subprocess.run(words, capture_output=True, text=True)
    assert not run.stderr
    lines = run.stdout.splitlines()
    return tuple(
        [line for line in lines if line.startswith(f"{file}:")] for file in (made[1], wrong)
    )


def test_the_template_passes_cfn_lint(complaints):
    assert complaints[0] == []


def test_the_linter_finds_a_wrong_template(complaints):
    assert ["E3006" in line for line in complaints[1]] == [True]


def test_http_is_one_function_and_each_source_of_events_another(template):
    assert set(of_type(template, "AWS::Serverless::Function")) == FUNCTIONS


def test_each_function_has_a_role_of_its_own(template):
    functions = of_type(template, "AWS::Serverless::Function").values()
    roles = [json.dumps(each["Role"]) for each in functions]
    assert len(set(roles)) == len(FUNCTIONS) == len(POLICIES)


def test_there_is_a_table_for_each_feature_and_none_can_be_lost_by_a_slip(template):
    tables = of_type(template, "AWS::DynamoDB::Table")
    named = {each["TableName"].removeprefix("shop-") for each in tables.values()}
    features = "accounts catalog inventory cart orders payments notifications".split()
    assert named == {*features, "audit", "clicks", "idempotency", "imports"}
    for name, each in tables.items():
        assert each["BillingMode"] == "PAY_PER_REQUEST", name
        assert each["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"], name


def test_what_is_told_too_often_in_vain_is_set_aside(template):
    queues = of_type(template, "AWS::SQS::Queue")
    dead = {name for name in queues if "Dead" in name}
    for name, each in queues.items():
        assert (name in dead) != ("RedrivePolicy" in each), name
    events = [e for f in of_type(template, "AWS::Serverless::Function").values()
              for e in f.get("Events", {}).values()]  # fmt: skip
    for event in events:
        if event["Type"] == "DynamoDB":
            assert event["Properties"]["DestinationConfig"]["OnFailure"]["Type"] == "SQS"
            # A stream has it for 24 hours: time is left to fix the cause and redeliver it.
            assert event["Properties"]["MaximumRecordAgeInSeconds"] <= 12 * 3600
        if event["Type"] == "SQS":
            assert event["Properties"]["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert len(events) == len(FUNCTIONS) - 1


def test_a_message_comes_again_only_when_whoever_had_it_must_be_done(template):
    sys.path.insert(0, str(STAGE))
    from chalicelib.orders.tasks import LEASE_SECONDS

    functions = of_type(template, "AWS::Serverless::Function")
    queues = of_type(template, "AWS::SQS::Queue")
    visible = queues["SettleQueue"]["VisibilityTimeout"]
    assert functions["SettleOrder"]["Timeout"] < LEASE_SECONDS < visible
    thumbnails = queues["ThumbnailsQueue"]["VisibilityTimeout"]
    assert functions["MakeThumbnail"]["Timeout"] < thumbnails
    assert functions["CountClicks"]["Timeout"] < queues["ClicksQueue"]["VisibilityTimeout"]
    assert functions["ImportProducts"]["Timeout"] < queues["ImportsQueue"]["VisibilityTimeout"]
    # so that the whole time is for one message:
    for name in ("SettleOrder", "MakeThumbnail", "ImportProducts"):
        (source,) = functions[name]["Events"].values()
        assert source["Properties"]["BatchSize"] == 1, name


def test_the_functions_are_told_all_that_config_reads(template):
    told = set(template["Globals"]["Function"]["Environment"]["Variables"])
    read = set(re.findall(r'read\("(\w+)"', (STAGE / "chalicelib/config.py").read_text()))
    only_commands = {"SHOP_STAFF_EMAIL", "SHOP_STAFF_PASSWORD", "SIGN_INS"}
    only_commands |= {"CHEAP_PASSWORDS"}  # which no deployment can have: the tests' own emulator
    read |= {settings.ENDPOINT}  # by shared/spans, for config, as the next by shop_rules/openid
    read |= {"IDENTITY_ISSUER", "IDENTITY_CLIENT_ID", "IDENTITY_REDIRECT_URIS"}
    read -= {"AWS_LAMBDA_FUNCTION_NAME"}  # Lambda sets it
    assert {name for name in told if not name.startswith("TABLE_")} == read - only_commands


def test_every_path_takes_every_method_and_bytes_as_they_are(template):
    api = template["Resources"]["RestAPI"]["Properties"]
    methods = {"get", "head", "options", "post", "put", "patch", "delete"}
    for path, operations in api["DefinitionBody"]["paths"].items():
        assert set(operations) == methods | {"x-amazon-apigateway-any-method"}, path
    assert api["BinaryMediaTypes"] == ["*/*"]


@pytest.mark.parametrize("policy", POLICIES, ids=lambda path: path.stem)
def test_a_policy_names_what_it_allows(policy):
    for each in statements(policy):
        for action in as_list(each["Action"]):
            assert "*" not in action, action
            if action != "dynamodb:ListStreams":  # AWS knows no narrower form
                assert "*" not in as_list(each["Resource"]), action


def test_no_function_can_read_a_whole_table():
    actions = {a for p in POLICIES for each in statements(p) for a in as_list(each["Action"])}
    assert not actions & {"dynamodb:Scan", "dynamodb:DeleteTable", "s3:DeleteBucket"}
    code = "".join(path.read_text() for path in (STAGE / "chalicelib").rglob("*.py"))
    assert ".scan(" not in code and '"scan"' not in code


def test_no_function_updates_or_deletes_an_entry_of_the_audit_log():
    of_audit = [
        action
        for policy in POLICIES
        for each in statements(policy)
        if any("table/shop-audit" in resource for resource in as_list(each["Resource"]))
        for action in as_list(each["Action"])
    ]
    assert sorted(of_audit) == ["dynamodb:PutItem", "dynamodb:Query"]


def test_cloudfront_serves_the_site_as_the_other_stages_do(template):
    from serving import site

    (function,) = of_type(template, "AWS::CloudFront::Function").values()
    (pattern,) = re.findall(r"/\^(.+)\$/", function["FunctionCode"])
    assert pattern.replace(r"\/", "/") == site.PAGE.pattern
    (policy,) = of_type(template, "AWS::CloudFront::ResponseHeadersPolicy").values()
    content = policy["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    said = content["ContentSecurityPolicy"]["ContentSecurityPolicy"]["Fn::Sub"]
    (images,) = re.findall(r"img-src 'self' ([^;]+);", said)
    assert said == dict(site.headers(images))["Content-Security-Policy"]
    assert all("${Pictures}" in origin for origin in images.split())


def test_only_the_distribution_reads_the_sites_bucket(template):
    (policy,) = of_type(template, "AWS::S3::BucketPolicy").values()
    (statement,) = policy["PolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": "cloudfront.amazonaws.com"}
    assert "${Distribution}" in json.dumps(statement["Condition"])


def test_the_edge_keeps_images_by_path_and_size_and_nothing_else_of_the_api(template):
    (distribution,) = of_type(template, "AWS::CloudFront::Distribution").values()
    of_images, of_api = distribution["DistributionConfig"]["CacheBehaviors"]  # first match wins
    asked = {f"/api/v1/products/x/{what}" for what in ("images/y", "image", "availability")}
    kept = {path for path in asked if fnmatch(path, of_images["PathPattern"])}
    assert kept == {"/api/v1/products/x/images/y"}
    assert of_api["CachePolicyId"] == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"  # CachingDisabled
    (policy,) = of_type(template, "AWS::CloudFront::CachePolicy").values()
    config = policy["CachePolicyConfig"]
    key = config["ParametersInCacheKeyAndForwardedToOrigin"]
    assert (config["MinTTL"], config["DefaultTTL"]) == (0, 0)  # only what the answer allows
    assert key["QueryStringsConfig"] == {
        "QueryStringBehavior": "whitelist",
        "QueryStrings": ["size"],
    }
    assert (
        key["HeadersConfig"]["HeaderBehavior"] == key["CookiesConfig"]["CookieBehavior"] == "none"
    )
