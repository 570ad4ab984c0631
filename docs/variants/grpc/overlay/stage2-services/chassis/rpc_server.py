"""Answers other services by gRPC, with what conventions.py does for HTTP: who may call, the trace,
one log line a call, one form of refusal. Beyond that, the work for a caller that is gone stops.
"""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import grpc

from shop_rules import headers
from shop_rules.errors import BUG, ShopError, Unavailable
from spans.recording import span
from spans.span import SERVER

from . import deadlines, rpc_errors, service_tokens, telemetry
from .conventions import Refusals

THREADS = 16  # as many as serve HTTP
MOST = 4 * THREADS  # calls at a time, most of them in line: more would wait until their deadlines
GONE = 499  # in logs and metrics: the caller did not wait for the answer

Message = Any  # of the generated code
Method = Callable[[Message, grpc.ServicerContext], Message]
Callers = Mapping[str, tuple[str, ...]]  # {method: who may call it}

_running: list[grpc.Server] = []  # a server that nothing refers to stops
_ports: list[int] = []


def start(register: Callable[[grpc.Server], None], callers: Callers, refusals: Refusals) -> None:
    """Listen beside the HTTP server, on a port that the system chooses.

    register: adds a servicer. refusals: as those of conventions.create_app.
    """
    threads, conventions = ThreadPoolExecutor(THREADS, "rpc"), _Conventions(callers, refusals)
    server = grpc.server(threads, interceptors=[conventions], maximum_concurrent_rpcs=MOST)
    register(server)
    _ports[:] = [server.add_insecure_port("127.0.0.1:0")]
    server.start()
    _running[:] = [server]


def port() -> int:
    return _ports[0]


class _Conventions(grpc.ServerInterceptor):  # type: ignore[misc]  # grpc has no types
    def __init__(self, callers: Callers, refusals: Refusals) -> None:
        self._callers, self._refusals = callers, refusals

    def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], grpc.RpcMethodHandler | None],
        details: grpc.HandlerCallDetails,
    ) -> grpc.RpcMethodHandler | None:
        handler = continuation(details)
        if handler is None:
            return None  # there is no such method: gRPC answers UNIMPLEMENTED
        return grpc.unary_unary_rpc_method_handler(
            partial(self._answer, handler.unary_unary, details.method),
            request_deserializer=handler.request_deserializer,
            response_serializer=handler.response_serializer,
        )

    # --8<-- [start:answer]
    def _answer(
        self, function: Method, path: str, request: Message, context: grpc.ServicerContext
    ) -> Message:
        work = deadlines.Work(context.time_remaining())
        if not context.add_callback(work.stop):  # gRPC calls it when the call has ended in any way
            work.stop()
        sent = dict(context.invocation_metadata())
        said = {"rpc.system": "grpc", "rpc.method": path.rpartition("/")[2]}
        with span(path[1:], SERVER, said, sent.get("traceparent")) as made:
            trace = made.traceparent if made else sent.get("traceparent")
            telemetry.begin(trace, headers.request_id(sent.get("x-request-id")))
            with deadlines.working(work):
                answer, status = self._called(function, path, request, context, work)
            if made:
                made.say({"http.response.status_code": status})
        if isinstance(answer, ShopError):
            rpc_errors.refuse(context, answer, path, telemetry.request_id())
        return answer

    # --8<-- [end:answer]
    def _called(
        self,
        function: Method,
        path: str,
        request: Message,
        context: grpc.ServicerContext,
        work: deadlines.Work,
    ) -> tuple[Message | ShopError, int]:
        """(the answer, its status in terms of HTTP)"""
        started, status = time.perf_counter(), 200
        try:
            work.check()
            token = headers.bearer(dict(context.invocation_metadata()).get("authorization"))
            service_tokens.check(token, self._callers[path.rpartition("/")[2]])
            answer = function(request, context)
        except Exception as error:
            answer = self._refusal(error, work)
            status = answer.status
        status = status if context.is_active() else GONE
        milliseconds = (time.perf_counter() - started) * 1000
        known = {"path": path, "request_id": telemetry.request_id()}
        telemetry.count_request("POST", path, status, milliseconds, **known)
        return answer, status

    def _refusal(self, error: Exception, work: deadlines.Work) -> ShopError:
        if work.is_over:
            return Unavailable("The caller has given up.")
        if isinstance(error, ShopError):
            return error
        for kind, refusal in self._refusals.items():
            if isinstance(error, kind):
                return refusal(error)
        telemetry.write_failure("bug", error, request_id=telemetry.request_id())
        return ShopError(BUG)
