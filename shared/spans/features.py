"""Hook: entering a feature is a span, which says the file and the function that were entered.

The public functions of a feature's modules are wrapped from outside. A call from within the feature
is none of its entries. What works on an order outside of any request, as the sweep does, begins a
trace of its own: with a link to the order's trace, as long as this process remembers that.
https://opentelemetry.io/docs/specs/otel/overview/#links-between-spans
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from contextvars import ContextVar
from functools import wraps
from inspect import isgeneratorfunction, signature
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from .recording import Maybe, current, span
from .span import INTERNAL, Context, Span, Value

REMEMBERED = 1000  # orders
_inside: ContextVar[str] = ContextVar("feature", default="")
_traces: OrderedDict[str, Context] = OrderedDict()


def install(modules: Iterable[ModuleType], top: Path, prefix: str) -> None:
    """top: the folder that paths are told from, with prefix before them."""
    for module in modules:
        file = f"{prefix}{Path(module.__file__ or '').relative_to(top).as_posix()}"
        for name, function in vars(module).copy().items():
            ours = isinstance(function, FunctionType) and function.__module__ == module.__name__
            if ours and not name.startswith("_") and not isgeneratorfunction(function):
                setattr(module, name, _entered(function, file))


def _entered(function: Callable[..., Any], file: str) -> Callable[..., Any]:
    feature, role = file.removesuffix(".py").split("/")[-2:]
    names = list(signature(function).parameters)
    at = names.index("order_id") if "order_id" in names else None
    code: dict[str, Value] = {"code.file.path": file, "code.function.name": function.__name__}

    @wraps(function)
    def entered(*given: Any, **named: Any) -> Any:
        if _inside.get() == feature:
            return function(*given, **named)
        order = _order(at, given, named)
        token = _inside.set(feature)
        try:
            with _begun(f"{feature}.{function.__name__}", code, order, role) as made:
                result = function(*given, **named)
                if made:
                    _remember(made)
                return result
        finally:
            _inside.reset(token)

    return entered


def _begun(name: str, code: dict[str, Value], order: str | None, role: str) -> Maybe:
    within = current()
    if within is None and not (order and role == "usecases"):
        return nullcontext()
    known = _traces.get(order or "") if within is None else None
    if within and role == "usecases":  # the first one is what the whole request is for
        root = within.root or within
        root.attributes = code | root.attributes
    return span(name, INTERNAL, {**code, "shop.order_id": order}, links=(known,) if known else ())


def _order(at: int | None, given: tuple[Any, ...], named: dict[str, Any]) -> str | None:
    found = named.get("order_id", given[at] if at is not None and at < len(given) else None)
    return found if isinstance(found, str) else None


def _remember(made: Span) -> None:
    root = made.root or made
    order = made.attributes.get("shop.order_id") or root.attributes.get("shop.order_id")
    if isinstance(order, str) and order not in _traces:
        _traces[order] = root.trace_id, root.span_id
        if len(_traces) > REMEMBERED:
            _traces.popitem(last=False)
