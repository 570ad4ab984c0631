"""What Schemathesis loads: who sends each request, and what its answer teaches."""

import atexit
import json
import os
from pathlib import Path

import schemathesis

from .allowed import Allowed
from .pictures import pictures
from .roles import NOBODY
from .world import World

# Schemathesis takes this for the token; the right person's replaces it when the request is sent.
SOMEBODY = "Bearer somebody"
ROLE = os.environ["ROLE"]

world = ROLE != NOBODY and World(
    ROLE,
    os.environ["SHOP_URL"],
    os.environ["SHOP_STAFF_EMAIL"],
    os.environ["SHOP_STAFF_PASSWORD"],
    int(os.environ["SEED"]),
)
allowed = Allowed()
answers = {}  # "POST /users": {"201": how often}
actors = {}  # who sent the request of this case


class Signature:
    def get(self, case, context):
        return SOMEBODY

    def set(self, case, data, context):
        case.headers["Authorization"] = data


for form in ("png", "jpeg", "webp"):
    schemathesis.openapi.media_type(f"image/{form}", pictures(form))

if world:
    schemathesis.auth(refresh_interval=None)(Signature)


@schemathesis.hook
def before_call(context, case, kwargs):
    # Probes without a token, or with a wrong one, stay as they are.
    if case.headers.get("Authorization") == SOMEBODY:
        actors[case.id] = world.ready(case)
        case.headers["Authorization"] = f"Bearer {actors[case.id].token}"


@schemathesis.hook
def after_call(context, case, response):
    actor = actors.pop(case.id, None)
    if case.method.upper() != case.operation.method.upper():
        return
    counts = answers.setdefault(case.operation.label, {})
    counts[str(response.status_code)] = counts.get(str(response.status_code), 0) + 1
    if actor and response.status_code in (200, 201, 202, 204):
        world.learn(case, actor, read(response.request.body), read(response.content).get("data"))


@schemathesis.hook
def filter_failure(context, failure, case, response):
    return not allowed.is_allowed(failure, case, response)


@atexit.register
def write_down():
    seen = {"answers": answers, "allowed": allowed.used}
    Path(os.environ["TALLY"]).write_text(json.dumps(seen))


def read(body):
    """Of JSON; {} for a picture or nothing at all."""
    try:
        return json.loads(body or b"{}")
    except ValueError:
        return {}
