"""The contract's errors as gRPC's status codes, and back.

A status code says what kind of error it was, for tools that know gRPC and nothing of this shop. The
problem document travels beside it, so that a client of the shop gets the same refusal as ever.
https://grpc.io/docs/guides/status-codes/
"""

import json

import grpc

from shop_rules import errors
from shop_rules.errors import ShopError

PROBLEM = "problem-bin"  # -bin: any bytes; other metadata is ASCII
CODES = {
    400: grpc.StatusCode.INVALID_ARGUMENT,
    401: grpc.StatusCode.UNAUTHENTICATED,
    403: grpc.StatusCode.PERMISSION_DENIED,
    404: grpc.StatusCode.NOT_FOUND,
    409: grpc.StatusCode.ABORTED,  # of a race: the whole transaction may be tried again
    412: grpc.StatusCode.FAILED_PRECONDITION,
    422: grpc.StatusCode.INVALID_ARGUMENT,
    503: grpc.StatusCode.UNAVAILABLE,
}


def refuse(context: grpc.ServicerContext, error: ShopError, method: str, request_id: str) -> None:
    """End the call with that error, for its caller to raise."""
    problem = json.dumps(error.as_problem(method, request_id)).encode()
    context.set_trailing_metadata(((PROBLEM, problem),))
    context.abort(CODES.get(error.status, grpc.StatusCode.INTERNAL), error.detail or error.title)


def raised(failed: grpc.RpcError) -> ShopError | None:
    """The error that the service answered with. None if it wasn't the service that ended the call,
    but the network, or the deadline."""
    if failed.code() == grpc.StatusCode.RESOURCE_EXHAUSTED:  # by gRPC, not by the shop
        return errors.Unavailable("The service has enough to do.")
    for name, value in failed.trailing_metadata() or ():
        if name == PROBLEM:
            return errors.from_problem(json.loads(value))
    return None
