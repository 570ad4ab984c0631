"""The worker: the same program as the shop, in a second process: `celery -A shop.worker worker`."""

from celery.signals import worker_ready

from . import sweep, tables, telemetry, traced_tasks, tracing  # noqa: F401
from .config import config
from .orders import tasks

app = tasks.queue


@worker_ready.connect
def begin(**_: object) -> None:
    telemetry.log_to_stdout()
    tracing.begin("shop-worker")
    traced_tasks.begin()
    sweep.end_with_parent()
    tasks.at_start()  # what an earlier worker had in hand when it died
    if file := config().ready_file:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
