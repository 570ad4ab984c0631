"""Rounds of changes of roles and of staff who leave, while parts are killed.

No role survives its removal in a session that lives, and the audit log has each change once.
"""

from functools import partial

from .crowd import at_commits, deaths, killed, under_acts

PARTS = {
    "1": ("shop",),
    "2": ("accounts", "gateway", "cache", "orders", "postgres"),
    "3": ("shop",),
}
WHO = {"1": "shop", "2": "accounts", "3": "shop"}  # dies at POINTS
POINTS = {
    "1": ["set_roles", "close_account"],
    "2": ["set_roles", "tell_roles", "close_account"],
    "3": ["set_roles", "close_account"],
}


def kill(part, seed, office):
    ((name, harm),) = killed([part])
    return _harmed(name, harm, seed, office)


def _harmed(name, harm, seed, office):
    office.sign_in_again()
    return under_acts(office.site, harm, name, office.colleagues, seed)


def rounds(stage, count, seed):
    """Each part is killed, and dies at each step of a change, in turn: `count` in all."""
    turns = killed(PARTS[stage]) + deaths(stage, WHO[stage], at_commits(POINTS[stage]))
    return [partial(_harmed, *turns[n % len(turns)], f"{seed} roles {n}") for n in range(count)]
