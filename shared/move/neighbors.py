"""Directs the calls of a service of stage 2 to the side that holds, during a move.

A call names a service. Here that name resolves to stage 1 as long as the service's unit is there.
"""

from functools import cache

from shop_rules import errors
from shop_rules.errors import ShopError, Unavailable
from shop_rules.problems import Problem

from chassis import discovery
from chassis.config import config

from . import guard, journal
from .config import OLD_SIDE
from .guard import Moved
from .units import of_service

_addresses, _from_problem = discovery.addresses, errors.from_problem


def ask_who_holds() -> None:
    """For a process that serves requests: if it answers 421, the gateway asks the other side."""
    guard.put(discovery, addresses=addresses)
    guard.put(errors, from_problem=as_moved)


def wait_for_who_holds() -> None:
    """For a worker: its task waits as if the service were down."""
    guard.put(discovery, addresses=addresses)
    guard.put(errors, from_problem=as_unavailable)


def addresses(service: str) -> list[str]:
    """The service's addresses, or stage 1's. If the journal is out of date, they answer 421."""
    own, unit = of_service(config().service), of_service(service)
    if unit is not None and (unit is own or _holders().of(unit.name) == "new"):
        return _addresses(service)
    return _addresses(OLD_SIDE)


def as_moved(problem: Problem) -> ShopError:
    return Moved(problem["detail"]) if _is_moved(problem) else _from_problem(problem)


def as_unavailable(problem: Problem) -> ShopError:
    return Unavailable(problem["detail"]) if _is_moved(problem) else _from_problem(problem)


def _is_moved(problem: Problem) -> bool:
    return problem.get("status") == Moved.status


@cache
def _holders() -> journal.Holders:
    return journal.Holders(config().data.parent)
