"""How many messages are in a queue, and in the dead-letter queues: on the map, and in words."""

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from control_room import queues
from control_room.places import map_of

from .redis import Redis
from .room import SECRETS

ATTRIBUTES = ("", "NotVisible", "Delayed")


class Sqs:
    """Answers GetQueueUrl and GetQueueAttributes, in SQS' JSON."""

    def __init__(self):
        self.lengths = {}  # {queue: (waiting, worked on, delayed)}
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                answer = outer.answer(self.headers["X-Amz-Target"], asked)
                content = json.dumps(answer).encode()
                self.send_response(200 if "__type" not in answer else 400)
                self.send_header("Content-Type", "application/x-amz-json-1.0")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    def answer(self, target, asked):
        if target == "AmazonSQS.GetQueueUrl":
            return {"QueueUrl": f"http://localhost:{self.port}/000000000000/{asked['QueueName']}"}
        if target != "AmazonSQS.GetQueueAttributes":
            return {"__type": "InvalidAction"}
        found = self.lengths.get(asked["QueueUrl"].rpartition("/")[2], (0, 0, 0))
        whole = {
            f"ApproximateNumberOfMessages{n}": str(c)
            for n, c in zip(ATTRIBUTES, found, strict=True)
        }
        return {"Attributes": {name: whole[name] for name in asked["AttributeNames"]}}

    def close(self):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def sqs():
    made = Sqs()
    yield made
    made.close()


def run(port, state="ready"):
    return {"parts": {"aws": {"state": state, "port": port}}}


def test_what_is_not_deleted_yet_is_counted(sqs):
    sqs.lengths = {"shop-settle": (3, 1, 2), "shop-settle-dead": (1, 0, 0)}
    found = queues.counted(map_of("stage3"), run(sqs.port), SECRETS)
    waiting = ("thumbnails-queue", "imports-queue", "clicks-queue")
    assert found["waiting"] == {"settle-queue": 6, **dict.fromkeys(waiting, 0)}
    rest = ("shop-thumbnails-dead", "shop-clicks-dead", "shop-imports-dead", "shop-streams-dead")
    assert found["dead"] == {"shop-settle-dead": 1, **dict.fromkeys(rest, 0)}


@pytest.mark.parametrize("state", ["ready", "stopped"])
def test_nothing_is_said_while_it_does_not_answer(state):
    there = run(1, state)
    assert queues.counted(map_of("stage3"), there, SECRETS) == {"waiting": {}, "dead": {}}
    assert queues.counted(map_of("stage3"), {}, SECRETS) == {"waiting": {}, "dead": {}}


def test_stage_1_has_none():
    assert queues.counted(map_of("stage1"), run(1), {}) == {"waiting": {}, "dead": {}}


@pytest.fixture
def functions(shared, sqs):
    room = shared("stage3")
    room.ports(aws=sqs.port)
    yield room
    room.ports(aws=0)


def test_the_queues_of_stage_3_grow_on_the_map_and_dead_letters_are_red(sqs, functions, watch):
    page = watch(functions)
    for length in (0, 2, 40):
        sqs.lengths["shop-settle"] = (length, 0, 0)
        page.shows("#map [data-node=settle-queue] .count", str(length) if length else "")
    page.shows("#map .base.dead", count=0)
    page.shows("#map [data-node=dead-letters] .basename", "no dead letters")
    sqs.lengths["shop-streams-dead"] = (1, 0, 0)
    page.shows("#map .base.dead .basename", "1 dead letter")
    page.shows("#caption", re.compile("1 in the dead-letter queue of streams. .* make redrive"))
    assert page.axe() == []


def test_those_of_stage_2_are_told_too(room, watch):
    redis = Redis()
    room.ports(redis=redis.port)
    try:
        page = watch(room)
        page.shows("#map [data-node=dead-letters] .basename", "no dead letters")
        redis.dead = {"catalog": 2, "cart": 1}
        page.shows("#map .base.dead .basename", "3 dead letters")
        page.shows("#caption", re.compile("2 in the dead-letter queue of catalog, 1 in .* of cart"))
    finally:
        room.ports(redis=0)
        redis.close()
