"""Hook: entering a feature is a span, which says the file and the function that were entered.

The public functions of a feature's modules are wrapped from outside. A call from within the feature
is none of its entries. What works on an order outside of any request, as the sweep does, begins a
trace of its own: with a link to the order's trace, as long as this process remembers that.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from contextvars import ContextVar
from functools import wraps
from importlib import import_module
from importlib.util import find_spec
from inspect import isgeneratorfunction, signature
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from . import orders
from .recording import Maybe, current, span
from .span import INTERNAL, PRODUCER, Value

ROLES = ("usecases", "store", "tasks", "sessions", "sign_ins", "endings")  # a feature's entries
_inside: ContextVar[str] = ContextVar("feature", default="")


def install(packages: Iterable[str], top: Path, prefix: str) -> None:
    """packages: of the features. top: the folder that paths start from, with prefix before them."""
    for module in _modules(packages):
        file = f"{prefix}{Path(module.__file__ or '').relative_to(top).as_posix()}"
        for name, function in vars(module).copy().items():
            ours = isinstance(function, FunctionType) and function.__module__ == module.__name__
            if ours and not name.startswith("_") and not isgeneratorfunction(function):
                setattr(module, name, _entered(function, file))


def _modules(packages: Iterable[str]) -> Iterator[ModuleType]:
    for package in packages:
        for role in ROLES:
            if find_spec(f"{package}.{role}"):
                yield import_module(f"{package}.{role}")


def _entered(function: Callable[..., Any], file: str) -> Callable[..., Any]:
    feature, role = file.removesuffix(".py").split("/")[-2:]
    names = list(signature(function).parameters)
    at = names.index("order_id") if "order_id" in names else None
    code: dict[str, Value] = {"code.file.path": file, "code.function.name": function.__name__}

    @wraps(function)
    def entered(*given: Any, **named: Any) -> Any:
        from_feature = _inside.get()
        if from_feature == feature or (role == "store" and not from_feature):
            return function(*given, **named)
        order = _order(at, given, named)
        token = _inside.set(feature)
        try:
            with _begun(f"{feature}.{function.__name__}", code, order, role) as made:
                result = function(*given, **named)
                if made:
                    orders.remember(made)
                return result
        finally:
            _inside.reset(token)

    return entered


def _begun(name: str, code: dict[str, Value], order: str | None, role: str) -> Maybe:
    within = current()
    if (
        (within and within.kind == PRODUCER)
        or within is None
        and not (order and role == "usecases")
    ):
        return nullcontext()
    links = orders.links(order) if within is None else ()
    if within and role in ("usecases", "tasks"):  # the first one is what the whole request is for
        root = within.root or within
        root.attributes = code | root.attributes
    return span(name, INTERNAL, {**code, "shop.order_id": order}, links=links)


def _order(at: int | None, given: tuple[Any, ...], named: dict[str, Any]) -> str | None:
    found = named.get("order_id", given[at] if at is not None and at < len(given) else None)
    return found if isinstance(found, str) else None
