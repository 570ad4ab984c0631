"""The mutants' descriptions, which fit every stage."""

from typing import NamedTuple


class Idea(NamedTuple):
    title: str
    kind: str  # the class of mistakes that it represents
    caught_by: tuple[str, ...]  # files or tests of tests/contract to ask first, or below tests/


def idea(title, kind, *caught_by):
    return Idea(title, kind, caught_by)


def every_idea():
    """{name: Idea}"""
    from . import (
        access,
        accounts,
        bodies,
        browsers,
        catalog,
        clickstream,
        elsewhere,
        functions,
        idempotency,
        imports,
        inside,
        lists,
        local_aws,
        orders,
        payments,
        roles,
        services,
        stock,
        unseen,
        versions,
    )

    rooms = (accounts, elsewhere, browsers, access, catalog, imports, lists, bodies)
    rooms += (stock, orders, idempotency, payments, roles, clickstream, versions)
    ideas = {}
    for room in (*rooms, services, inside, functions, local_aws, unseen):
        assert not ideas.keys() & room.IDEAS.keys(), "two ideas have one name"
        ideas |= room.IDEAS
    return ideas
