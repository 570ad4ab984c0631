"""Hook, as in stage 2: each task that Celery's worker runs is a span, within its sender's.

https://docs.celeryq.dev/en/stable/userguide/signals.html
"""

from contextlib import AbstractContextManager
from typing import Any

from celery import signals

from spans import messages
from spans.span import Span

from .config import config

_open: dict[str, tuple[AbstractContextManager[Span | None], Span | None]] = {}  # by the task's id


def begin() -> None:
    if config().spans:
        signals.task_prerun.connect(_begun, weak=False)
        signals.task_postrun.connect(_ended, weak=False)


def _begun(task_id: str, task: Any, kwargs: dict[str, Any], **_: object) -> None:
    again = (task.request.delivery_info or {}).get("redelivered")
    parent = kwargs.get("traceparent")
    around = messages.processed("celery", task.name, kwargs, parent, 2 if again else 1)
    _open[task_id] = around, around.__enter__()


def _ended(task_id: str, state: str, retval: object, **_: object) -> None:
    """End the span, in the thread that began it."""
    around, made = _open.pop(task_id)
    if made and state == "FAILURE":
        made.error = type(retval).__name__
    around.__exit__(None, None, None)
