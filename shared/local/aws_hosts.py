"""A host of a function that can't be started, or dies while it starts, harms no other.

Where a start fails, ministack 1.5.33 ends all hosts of that function. Others are just starting,
lose their folders, and fail in turn, each of them ending those that have begun since. Under load
that goes on for minutes, and no request is answered. No machine of a cloud does that to its
neighbours.

This module uses private names of ministack; tests/local/test_aws_hosts.py checks each of them.
"""

import logging
from types import ModuleType
from typing import Any


def spare_others(lambda_runtime: ModuleType) -> None:
    """lambda_runtime: ministack's module. What would be raised becomes an answer, as where a host
    dies later: only then does ministack leave the others alone."""
    worker = lambda_runtime.Worker
    invoke = worker.invoke

    def invoke_or_end(self: Any, *args: object, **named: object) -> object:
        try:
            return invoke(self, *args, **named)
        except Exception as error:
            logging.error("A host of %s did not start: %s", self.func_name, error)
            self.kill()
            return {"status": "error", "error": str(error)}

    worker.invoke = invoke_or_end
