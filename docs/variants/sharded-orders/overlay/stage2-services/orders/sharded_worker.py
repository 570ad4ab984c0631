"""The worker of the orders service: `celery -A orders.sharded_worker worker`.

Each shard has loops of its own, so that one that is down holds up no other.
"""

from celery.signals import worker_ready

from chassis import (
    calls,
    db,
    loops,
    outbox,
    routing,
    shards,
    streams,
    telemetry,
    traced_tasks,
    tracing,
)

from . import tasks
from .sharded_app import LEARN_EVERY_SECONDS
from .worker import HOUSEKEEPING_SECONDS, begin

app = tasks.queue
worker_ready.disconnect(begin)


# --8<-- [start:loops]
@worker_ready.connect
def begin_all(**_: object) -> None:
    telemetry.log_to_stdout()
    tracing.begin()
    calls.trace()
    traced_tasks.begin()
    for number in shards.numbers():
        relay = routing.bound(number, outbox.relay(tasks.send))
        sweep = loops.every(loops.EVERY_SECONDS, routing.bound(number, tasks.sweep))
        forget = loops.every(HOUSEKEEPING_SECONDS, routing.bound(number, outbox.forget_old))
        loops.start(relay, sweep, forget, away=db.AWAY)
    follow = streams.follow({"people": tasks.on_people_event}, db.AWAY)
    loops.start(follow, loops.every(LEARN_EVERY_SECONDS, routing.learn_all), away=db.AWAY)
    loops.say_ready()


# --8<-- [end:loops]
