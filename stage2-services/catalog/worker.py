"""The worker of the catalog service: `celery -A catalog.worker worker`."""

from celery.signals import worker_ready

from chassis import calls, db, inbox, loops, outbox, streams, telemetry, traced_tasks, tracing

from . import clickstream, tasks

app = tasks.queue
CATCH_UP_SECONDS = 20
HOUSEKEEPING_SECONDS = 300


@worker_ready.connect
def begin(**_: object) -> None:
    telemetry.log_to_stdout()
    tracing.begin()
    calls.trace()
    traced_tasks.begin()
    followed: streams.Handlers = {"orders": tasks.on_order_event, "stock": tasks.on_stock_event}
    loops.start(
        outbox.relay(tasks.send),
        streams.follow(followed, db.AWAY),
        streams.follow({"clicks": tasks.on_clicks}, db.AWAY, emptied=True),
        loops.every(CATCH_UP_SECONDS, tasks.catch_up),
        loops.every(HOUSEKEEPING_SECONDS, outbox.forget_old),
        loops.every(HOUSEKEEPING_SECONDS, inbox.forget_old),
        loops.every(HOUSEKEEPING_SECONDS, clickstream.forget_old),
        away=db.AWAY,
    )
    loops.say_ready()
