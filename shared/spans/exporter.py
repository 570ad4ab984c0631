"""Sends spans by OTLP/HTTP: in batches, by a thread of its own, and never at a request's cost.

A collector that is down costs nothing but spans: the queue is bounded, a batch that can't be
delivered is dropped, and the next is tried after a pause. What is dropped is counted.
https://opentelemetry.io/docs/specs/otlp/#otlphttp
"""

import atexit
import http.client
import os
import threading
import time
from collections import deque
from collections.abc import Callable
from urllib.parse import urlsplit

from . import otlp, recording
from .settings import Settings
from .span import Span

EVERY_SECONDS = 0.25  # between two batches
AT_ONCE, MOST = 512, 4096  # spans in a batch, and in the queue
TIMEOUT_SECONDS = 2
PAUSE_SECONDS = 1, 30  # after a batch that was not delivered; doubled up to the second
SAY_EVERY_SECONDS = 60

KINDS = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}
Say = Callable[[int], object]  # takes how many spans were dropped since it was last called


class Exporter:
    def __init__(self, settings: Settings, say: Say = lambda dropped: None) -> None:
        self._settings, self._say = settings, say
        self.sent = self.dropped = 0
        self._told, self._told_at = 0, 0.0
        self._pause, self._not_before = 0.0, 0.0
        self._begin_anew()
        os.register_at_fork(after_in_child=self._begin_anew)

    def put(self, span: Span) -> None:
        """Never waits: what does not fit into the queue is dropped."""
        if len(self._queue) >= MOST:
            self.dropped += 1
            return
        self._queue.append(span)
        if not self._thread:
            self._start()

    def flush(self, seconds: float = TIMEOUT_SECONDS) -> None:
        """Send what is there, now; not longer than that, and not to a collector found dead."""
        deadline = time.monotonic() + seconds
        while self._queue and time.monotonic() < deadline and not self._is_paused():
            self._send_some(max(0.05, deadline - time.monotonic()))

    def _begin_anew(self) -> None:
        """Also in a child process, which has no thread of its parent's, and sends its own spans."""
        self._queue: deque[Span] = deque()
        self._thread: threading.Thread | None = None
        self._starting, self._sending = threading.Lock(), threading.Lock()
        self._connection: http.client.HTTPConnection | None = None

    def _start(self) -> None:
        with self._starting:
            if not self._thread:
                self._thread = threading.Thread(target=self._work, name="spans", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        while True:
            time.sleep(EVERY_SECONDS)
            while self._queue and not self._is_paused():
                self._send_some(TIMEOUT_SECONDS)
            self._speak()

    def _is_paused(self) -> bool:
        return time.monotonic() < self._not_before

    def _send_some(self, seconds: float) -> None:
        """Send one batch. One thread at a time: a second one waits at most `seconds`."""
        if self._sending.acquire(timeout=seconds):
            try:
                self._send_batch(seconds)
            finally:
                self._sending.release()

    def _send_batch(self, seconds: float) -> None:
        count = min(len(self._queue), AT_ONCE)
        batch = [self._queue.popleft() for _ in range(count)]
        if batch and self._is_delivered(otlp.encoded(batch, self._settings.resource), seconds):
            self.sent += count
            self._pause = 0
        elif batch:
            self.dropped += count
            self._pause = min(max(PAUSE_SECONDS[0], self._pause * 2), PAUSE_SECONDS[1])
            self._not_before = time.monotonic() + self._pause

    def _is_delivered(self, body: bytes, seconds: float) -> bool:
        """Tried again once at a connection that was kept open, which the other end may close."""
        for fresh in [False, True] if self._connection else [True]:
            try:
                return self._post(body, seconds, fresh)
            except (OSError, http.client.HTTPException):
                self._close()
        return False

    def _post(self, body: bytes, seconds: float, fresh: bool) -> bool:
        where = urlsplit(self._settings.url)
        if fresh or not self._connection:
            kind = KINDS[where.scheme]
            self._connection = kind(where.netloc, timeout=seconds)
        headers = {"Content-Type": "application/json", **self._settings.headers}
        self._connection.request("POST", where.path or "/", body, headers)
        answer = self._connection.getresponse()
        answer.read()
        return 200 <= answer.status < 300

    def _close(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None

    def _speak(self) -> None:
        due = time.monotonic() > self._told_at + SAY_EVERY_SECONDS
        if self.dropped > self._told and due:
            self._say(self.dropped - self._told)
            self._told, self._told_at = self.dropped, time.monotonic()


def begin(settings: Settings, say: Say = lambda dropped: None, **resource: str) -> Exporter:
    """Record from now on, and send. resource: what settings leave unsaid of this process, with _
    for each dot."""
    known = {name.replace("_", "."): value for name, value in resource.items()}
    known.setdefault("service.instance.id", f"{os.uname().nodename}-{os.getpid()}")
    exporter = Exporter(Settings(settings.url, settings.headers, known | settings.resource), say)
    recording.begin(exporter.put)
    atexit.register(exporter.flush, 0.5)
    return exporter
