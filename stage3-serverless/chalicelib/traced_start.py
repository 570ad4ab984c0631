"""Hook: the start of a host is a span within the first event, which had to wait for it.

It lasts from the start of the process until app.py is imported: what Lambda calls the INIT phase.
https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
https://opentelemetry.io/docs/specs/semconv/faas/faas-spans/
"""

import os
import time
from collections.abc import Callable
from pathlib import Path

from spans.span import INTERNAL, Span

NAME, COLD = "init", "faas.coldstart"
AHEAD = 1_000_000_000  # ns; a host that was ready so long before its first event kept none waiting
STAT = Path("/proc/self/stat")  # https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
STARTTIME = 22 - 3  # the field, counted from the one that follows the name

Put = Callable[[Span], None]


def noted(put: Put) -> Put:
    """put, which the span of the start is given to as well. Call it when all is imported."""
    began, ready = started(), time.time_ns()
    first: list[Span] = []

    def put_with_start(span: Span) -> None:
        if span.root is None and not first:
            first.append(span)
            if span.start - ready < AHEAD:
                span.attributes[COLD] = True
                put(_start(span, began, ready))
        put(span)

    return put_with_start


def started() -> int:
    """When this process began, in ns since 1970: to 10 ms on Linux. Elsewhere at the latest
    moment that its processor time allows."""
    now, age = time.time_ns(), time.process_time()
    if STAT.exists() and hasattr(time, "CLOCK_BOOTTIME"):
        ticks = int(STAT.read_text("ascii").rpartition(")")[2].split()[STARTTIME])
        age = time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")
    return now - round(age * 1e9)


def _start(first: Span, began: int, ready: int) -> Span:
    made = Span(NAME, INTERNAL, first.trace_id, first.span_id, {COLD: True}, root=first)
    made.start, made.end = began, ready
    return made
