"""A message that always fails goes to the dead-letter queue, and one command redelivers it.

The thumbnail function loses its permission to read images, and gets it back. To save you the
wait, a failed message becomes visible again after 5 seconds here, instead of 90.
"""

import json
import os
import subprocess
import sys
from contextlib import contextmanager

from tests.contract.pictures import picture
from tests.contract.showing import show
from tests.contract.steps import LATER, a_product, accepted, eventually
from tests.drivers import stage3
from tests.drivers.aws import client_of, function_of
from tests.drivers.stage import ROOT

from .opened import running

QUEUE, DEAD = "shop-thumbnails", "shop-thumbnails-dead"
NO_READING = {"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*"}
PATIENCE = 120  # seconds


def shown():
    with running(stage3) as (site, staff):
        yield from broken_and_fixed(site, staff)


def broken_and_fixed(site, staff):
    sqs = client_of(site.stage, "sqs")
    soon_again(sqs)
    product, other = a_product(staff), a_product(staff)
    with forbidden(site.stage, "MakeThumbnail"):
        send_picture(staff, product)
        eventually(lambda: check_set_aside(sqs), PATIENCE)
        yield f"failed {times(sqs)} times: {count(sqs, DEAD)} message in {DEAD}"
    send_picture(staff, other)
    eventually(lambda: check_there(site, other), LATER)
    yield "the cause is fixed"
    yield f"thumbnail of an image sent afterwards: {thumbnail(site, other)}"
    yield f"thumbnail of the one that failed:      {thumbnail(site, product)}"
    yield "make redrive:"
    yield from (f"  {line}" for line in redriven(site.stage))
    eventually(lambda: check_there(site, product), LATER)
    yield f"thumbnail of the one that failed:      {thumbnail(site, product)}"


def soon_again(sqs):
    url = address(sqs, QUEUE)
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "5"})


@contextmanager
def forbidden(stage, function):
    """Deny the function to read objects: an explicit deny overrides its role's policy."""
    iam = client_of(stage, "iam")
    where = {"RoleName": role(stage, function), "PolicyName": "broken"}
    iam.put_role_policy(**where, PolicyDocument=json.dumps({"Statement": [NO_READING]}))
    yield
    iam.delete_role_policy(**where)


def role(stage, function):
    return function_of(stage, function)["Role"].rpartition("/")[2]


def send_picture(staff, product):
    accepted(show(staff, product, picture("PNG", 600, 400)), 202)


def times(sqs):
    """How often the queue delivers a message."""
    policy = attributes(sqs, QUEUE)["RedrivePolicy"]
    return int(json.loads(policy)["maxReceiveCount"])


def check_set_aside(sqs):
    assert count(sqs, DEAD)


def count(sqs, queue):
    return int(attributes(sqs, queue)["ApproximateNumberOfMessages"])


def attributes(sqs, queue):
    asked = {"QueueUrl": address(sqs, queue), "AttributeNames": ["All"]}
    return sqs.get_queue_attributes(**asked)["Attributes"]


def address(sqs, queue):
    return sqs.get_queue_url(QueueName=queue)["QueueUrl"]


def thumbnail(site, product):
    """The response to a read of it: 404, or a 302 to where it is stored."""
    path = f"/products/{product['id']}/image"
    return site.shop.call("GET", path, params={"size": "thumb"}).status_code


def check_there(site, product):
    assert thumbnail(site, product) == 302


def redriven(stage):
    """The command's output."""
    words = [sys.executable, "-m", "local.control", "redrive"]
    env = os.environ | {"DATA": str(stage.data), "PYTHONPATH": str(ROOT / "shared")}
    done = subprocess.run(words, env=env, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()
