"""What Schemathesis loads: who sends each request, and what its answer teaches."""

import atexit
import json
import os

import schemathesis

from . import allowed
from .files import MAKERS, files
from .pictures import pictures
from .roles import NOBODY, RIGHTFUL, name_of
from .tally import Tally
from .world import World

# Schemathesis takes this for the token. The right person's replaces it just before it is sent.
SOMEBODY = "Bearer somebody"

ROLE = os.environ["ROLE"]
tally = Tally()
atexit.register(tally.write, os.environ["TALLY"])
senders = {}  # case id: person

for form in ("png", "jpeg", "webp"):
    schemathesis.openapi.media_type(f"image/{form}", pictures(form))
for media_type in MAKERS:
    schemathesis.openapi.media_type(media_type, files(media_type))


@schemathesis.hook
def before_load_schema(context, raw_schema):
    """Examples are text, which Schemathesis can't send where a strategy makes bytes."""
    file = raw_schema["paths"]["/product-imports"]["post"]["requestBody"]["content"]
    for media_type in MAKERS:
        file[media_type].pop("example")


class Signature:
    def get(self, case, context):
        return SOMEBODY

    def set(self, case, data, context):
        case.headers["Authorization"] = data


if ROLE != NOBODY:
    schemathesis.auth(refresh_interval=None)(Signature)
    world = World(
        ROLE,
        os.environ["SHOP_URL"],
        os.environ["SHOP_STAFF_EMAIL"],
        os.environ["SHOP_STAFF_PASSWORD"],
        int(os.environ["SEED"]),
    )


@schemathesis.hook
def before_call(context, case, kwargs):
    # Requests that are meant to have no token, or a wrong one, stay as they are.
    if case.headers.get("Authorization") == SOMEBODY:
        with tally.watching():
            sender = world.ready(case)
        case.headers["Authorization"] = f"Bearer {sender.token}"
        senders[case.id] = sender


@schemathesis.hook
def after_call(context, case, response):
    sender = senders.pop(case.id, None)
    if not has_its_method(case):
        return
    tally.note(case, response.status_code)
    if sender and 200 <= response.status_code < 300:
        with tally.watching():
            world.learn(case, sender, read(response.request.body), read(response.content)["data"])


@schemathesis.hook
def filter_failure(context, failure, case, response):
    reason = allowed.reason(failure, name_of(case.operation), ROLE, response)
    tally.allowed.update([reason] if reason else [])
    return reason is None


if ROLE == RIGHTFUL:

    @schemathesis.check
    def what_is_his_is_not_there_for_a_stranger(context, response, case):
        succeeded = 200 <= response.status_code < 300
        if succeeded and has_its_method(case) and world.is_somebodys(case):
            status = world.people.stranger().repeat(response.request).status_code
            assert status == 404, f"A stranger who sends the same gets {status}."


def has_its_method(case):
    """Some are sent with one that the path does not have."""
    return case.method.lower() == case.operation.method.lower()


def read(body):
    """What JSON it is; for an image or nothing at all, an answer without data."""
    try:
        return json.loads(body)
    except (TypeError, ValueError):
        return {"data": None}
