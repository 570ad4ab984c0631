"""Saves and restores the state that ministack loses between a stop and the next start.

ministack 1.5.33 saves each function's position in a table's stream, but not the stream: it starts
again at 0, and its reader skips as many new records as it had ever read. It also keys queues by
URLs with the old port, and event source mappings look for them under the new one. Both fail
without an error. ADR 29 has the issue texts for its authors.

This module uses private names of ministack; tests/local/test_aws_state.py checks each of them.
"""

import copy
import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

QUEUE_URL = re.compile(r"http://localhost:\d+(?=/\d{12}/)")  # http://localhost:PORT/ACCOUNT/NAME
WITH_QUEUE_URLS = ("sqs", "lambda", "cloudformation")
RECORDS, TRIMMED = "stream_records", "stream_trimmed"

State = dict[str, dict[str, object]]
Items = Mapping[str, Mapping[str, object]]  # {partition key: {sort key: item}}


class App(Protocol):
    """ministack.app"""

    _load_persisted_state: Callable[[], None]


class Dynamodb(Protocol):
    """ministack.services.dynamodb"""

    get_state: Callable[[], State]
    load_persisted_state: Callable[[State], None]
    _stream_records: dict[str, object]
    _stream_trimmed: dict[str, object]
    _tables: dict[str, Mapping[str, Items]]

    def _emit_stream_event(
        self, table: str, kind: str, old: object, new: object, *, replicate: bool
    ) -> None: ...
    def stream_end_position(self, table: str, /) -> int: ...


class Functions(Protocol):
    """ministack.services.lambda_svc"""

    _dynamodb_stream_positions: dict[str, int]
    _dynamodb_stream_positions_lock: AbstractContextManager[object]
    _esms: Mapping[str, Mapping[str, str]]


def move_queues(state: Path, port: int) -> None:
    """Replace the port in the queues' URLs. state: the folder of ministack's own files."""
    for name in WITH_QUEUE_URLS:
        file = state / f"{name}.json"
        if file.exists():
            text = file.read_text()
            moved = QUEUE_URL.sub(f"http://localhost:{port}", text)
            if moved != text:
                file.write_text(moved)


def keep_streams(app: App, dynamodb: Dynamodb, functions: Functions) -> None:
    """Make ministack save and restore streams."""
    Streams(dynamodb, functions).wrap(app)


class Streams:
    def __init__(self, dynamodb: Dynamodb, functions: Functions) -> None:
        self._dynamodb, self._functions = dynamodb, functions
        self._get_tables, self._load_tables = dynamodb.get_state, dynamodb.load_persisted_state
        self._were_lost = False

    def wrap(self, app: App) -> None:
        load_all = app._load_persisted_state

        def load_all_and_check() -> None:
            load_all()
            self._check_positions()

        self._dynamodb.get_state = self._get
        self._dynamodb.load_persisted_state = self._load
        app._load_persisted_state = load_all_and_check

    def _get(self) -> State:
        database = self._dynamodb
        streams = {RECORDS: database._stream_records, TRIMMED: database._stream_trimmed}
        return self._get_tables() | copy.deepcopy(streams)

    def _load(self, state: State) -> None:
        self._load_tables(state)
        self._were_lost = RECORDS not in state
        if self._were_lost:
            self._tell_of_every_item()
        else:
            self._dynamodb._stream_records.update(state[RECORDS])
            self._dynamodb._stream_trimmed.update(state[TRIMMED])

    def _tell_of_every_item(self) -> None:
        """Fill streams that an earlier start lost with one record for each item: readers may have
        missed any of them, and tolerate duplicates."""
        for name, table in list(self._dynamodb._tables.items()):
            for items in table["items"].values():
                for item in items.values():
                    self._dynamodb._emit_stream_event(name, "INSERT", None, item, replicate=False)

    def _check_positions(self) -> None:
        """Set readers of lost streams to 0, and no position beyond the end of its stream."""
        positions = self._functions._dynamodb_stream_positions
        with self._functions._dynamodb_stream_positions_lock:
            for mapping, position in list(positions.items()):
                if source := self._functions._esms.get(mapping):
                    table = source["EventSourceArn"].split("/")[1]
                    end = self._dynamodb.stream_end_position(table)
                    positions[mapping] = 0 if self._were_lost else min(position, end)
