"""The stack: artefact and template, deployed by CloudFormation. The same on every AWS."""

import hashlib
import json
import sys
from pathlib import Path

from botocore.exceptions import ClientError, WaiterError

from .aws import Client, Described, client

NAME = "shop"
API_STAGE = "api"  # as in .chalice/config.json
MADE_OF = "made-of"  # the stack's tag: a digest of its inputs
ARTEFACTS = "shop-artefacts-{account}"
WAIT = {"Delay": 1, "MaxAttempts": 600}  # seconds between two polls, and how many polls


def deploy(zip_file: Path, template_file: Path, parameters: dict[str, str]) -> dict[str, str]:
    """Create or update the stack unless it is up to date. Returns its outputs, by name."""
    bucket = _bucket()
    code = _put(bucket, zip_file.read_bytes(), "zip")
    template = _pointing_at(json.loads(template_file.read_text("utf-8")), f"s3://{bucket}/{code}")
    content = json.dumps(template, sort_keys=True).encode()
    made_of = hashlib.sha256(content + json.dumps(parameters, sort_keys=True).encode()).hexdigest()
    asked: dict[str, object] = {
        "StackName": NAME,
        "TemplateURL": _url(bucket, _put(bucket, content, "json")),
        "Parameters": [
            {"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()
        ],
        "Capabilities": ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
        "Tags": [{"Key": MADE_OF, "Value": made_of}],
    }
    if {"Key": MADE_OF, "Value": made_of} not in _found().get("Tags", []):
        _make_or_change(asked)
        _put_in_force()
    return outputs()


def outputs() -> dict[str, str]:
    return {each["OutputKey"]: each["OutputValue"] for each in _found().get("Outputs", [])}


def exists() -> bool:
    return bool(_found())


def remove() -> None:
    """Delete the stack and the contents of its buckets: CloudFormation deletes only empty ones."""
    if exists():
        for bucket in filter(
            None, map(outputs().get, ("PicturesBucket", "ClicksBucket", "SiteBucket"))
        ):
            _empty(bucket)  # a stack that was never created has none
        _delete()
    bucket = _bucket()
    _empty(bucket)
    client("s3").delete_bucket(Bucket=bucket)


def _delete() -> None:
    cloud = client("cloudformation")
    cloud.delete_stack(StackName=NAME)
    _wait(cloud, "stack_delete_complete")


def _empty(bucket: str) -> None:
    store = client("s3")
    for page in store.get_paginator("list_objects_v2").paginate(Bucket=bucket):
        for each in page.get("Contents", []):
            store.delete_object(Bucket=bucket, Key=each["Key"])


def _found() -> Described:
    """The stack as CloudFormation describes it, or {}."""
    try:
        return client("cloudformation").describe_stacks(StackName=NAME)["Stacks"][0]
    except ClientError as error:
        if "does not exist" not in str(error):
            raise
        return {}


def _make_or_change(asked: dict[str, object]) -> None:
    cloud = client("cloudformation")
    if _found().get("StackStatus") == "ROLLBACK_COMPLETE":  # never created, and can't be updated
        _delete()
    if not exists():
        cloud.create_stack(**asked)
        return _wait(cloud, "stack_create_complete")
    try:
        cloud.update_stack(**asked)
    except ClientError as error:
        if "No updates are to be performed" in str(error):
            return None
        raise
    return _wait(cloud, "stack_update_complete")


def _put_in_force() -> None:
    """Deploy the API again: API Gateway applies changed gateway responses only at its next
    deployment, and CloudFormation may have made its own before they changed."""
    client("apigateway").create_deployment(restApiId=outputs()["RestAPIId"], stageName=API_STAGE)


def _wait(cloud: Client, what: str) -> None:
    try:
        cloud.get_waiter(what).wait(StackName=NAME, WaiterConfig=WAIT)
    except WaiterError:
        events = cloud.describe_stack_events(StackName=NAME)["StackEvents"]
        failed = [each for each in events if each["ResourceStatus"].endswith("FAILED")]
        for each in reversed(failed):
            print(f"{each['LogicalResourceId']}: {each.get('ResourceStatusReason')}")
        sys.exit("CloudFormation could not do it. The lines above say why.")


def _bucket() -> str:
    account = client("sts").get_caller_identity()["Account"]
    store, name = client("s3"), ARTEFACTS.format(account=account)
    region = store.meta.region_name
    where = {} if region == "us-east-1" else {"LocationConstraint": region}
    more = {"CreateBucketConfiguration": where} if where else {}
    try:
        store.create_bucket(Bucket=name, **more)
    except store.exceptions.BucketAlreadyOwnedByYou:
        pass
    return name


def _put(bucket: str, content: bytes, kind: str) -> str:
    """Upload under a name that is the content's digest, unless it exists; return the name."""
    name = f"{hashlib.sha256(content).hexdigest()}.{kind}"
    store = client("s3")
    if not store.list_objects_v2(Bucket=bucket, Prefix=name)["KeyCount"]:
        store.put_object(Bucket=bucket, Key=name, Body=content)
    return name


def _url(bucket: str, name: str) -> str:
    return f"{client('s3').meta.endpoint_url}/{bucket}/{name}"


def _pointing_at(template: Described, code: str) -> Described:
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = code
    return template
