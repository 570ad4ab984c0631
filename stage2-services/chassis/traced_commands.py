"""Hook: each command that redis-py sends is a span, and so is each of its transactions.

It contains only the command and the key's prefix, because the rest of a key may be secret.
https://opentelemetry.io/docs/specs/semconv/database/redis/
"""

from typing import Any, cast

import redis
from redis.client import Pipeline

from spans.recording import database, in_transaction
from spans.span import Span

READS = {"GET", "HGET", "EXISTS", "SCAN", "XRANGE", "WATCH"}
MESSAGES = {"XADD", "XACK", "XREADGROUP", "XAUTOCLAIM", "PUBLISH", "SUBSCRIBE", "LPUSH", "PING"}
# … which have spans of their own, or are not sent by the shop's code


def install() -> None:
    """Hook into every client of this process."""
    client, pipeline = cast("Any", redis.Redis), cast("Any", Pipeline)
    command, change, execute = client.execute_command, client.transaction, pipeline.execute

    def commanded(self: Any, *words: Any, **options: Any) -> Any:
        if isinstance(self, Pipeline) or str(words[0]).upper() in MESSAGES:
            return command(self, *words, **options)
        with database(str(words[0]).upper(), "redis") as made:
            if made:
                _say(made, words)
            return command(self, *words, **options)

    def executed(self: Any, *given: Any, **named: Any) -> Any:
        span, queued = in_transaction(), [words for words, _ in self.command_stack]
        result = execute(self, *given, **named)
        if span and span.attributes["db.system.name"] == "redis":
            for words in queued:
                _say(span, words)
        return result

    def changed(self: Any, function: Any, *watched: Any, **named: Any) -> Any:
        with database("WATCH", "redis") as made:
            if made:
                _say(made, ("WATCH", *watched))
            return change(self, function, *watched, **named)

    client.execute_command, client.transaction, pipeline.execute = commanded, changed, executed


def _say(span: Span, words: Any) -> None:
    operation = str(words[0]).upper()
    key = words[3] if operation == "EVAL" and len(words) > 3 else words[1] if len(words) > 1 else ""
    kind = str(key).partition(":")[0]
    span.name = f"{operation} {kind}"
    span.say({"db.operation.name": operation, "db.collection.name": kind})
    if operation not in READS:
        span.rows.append({"table": kind})
