"""The worker of the orders service: `celery -A orders.worker worker`."""

from celery.signals import worker_ready

from chassis import db, loops, outbox, streams, telemetry

from . import tasks

app = tasks.queue
HOUSEKEEPING_SECONDS = 300


@worker_ready.connect
def begin(**_: object) -> None:
    telemetry.log_to_stdout()
    loops.start(
        outbox.relay(tasks.send),
        loops.every(loops.EVERY_SECONDS, tasks.sweep),
        streams.follow({"people": tasks.on_people_event}, db.AWAY),
        loops.every(HOUSEKEEPING_SECONDS, outbox.forget_old),
        away=db.AWAY,
    )
    loops.say_ready()
