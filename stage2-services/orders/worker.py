"""The worker of the orders service: `celery -A orders.worker worker`."""

from celery.signals import worker_ready

from chassis import calls, db, loops, outbox, streams, telemetry, traced_tasks, tracing

from . import tasks

app = tasks.queue
HOUSEKEEPING_SECONDS = 300


@worker_ready.connect
def begin(**_: object) -> None:
    telemetry.log_to_stdout()
    tracing.begin()
    calls.trace()
    traced_tasks.begin()
    loops.start(
        outbox.relay(tasks.send),
        loops.every(loops.EVERY_SECONDS, tasks.sweep),
        streams.follow({"people": tasks.on_people_event}, db.AWAY),
        loops.every(HOUSEKEEPING_SECONDS, outbox.forget_old),
        away=db.AWAY,
    )
    loops.say_ready()
