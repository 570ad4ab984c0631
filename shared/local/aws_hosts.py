"""Keeps a function host that fails to start from ending the function's other hosts.

When a start fails, ministack 1.5.33 ends all hosts of that function. Others that are just starting
lose their folders and fail too, and each ends those that have begun since. Under load that goes on
for minutes, without a single answer. In a cloud, a failing host leaves the others alone.

This module uses private names of ministack; tests/local/test_aws_hosts.py checks each of them.
"""

import logging
from types import ModuleType
from typing import Any


def spare_others(lambda_runtime: ModuleType) -> None:
    """Turn a failed start into an answer, as when a host dies later: only then does ministack leave
    the other hosts alone. lambda_runtime: ministack's module."""
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
