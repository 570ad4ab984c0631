"""Rounds of changes of roles and of staff who leave, while parts are killed.

No role survives its removal in a session that lives, and the audit log has each change once.
"""

from functools import partial

from tests.contract.steps import HEALED, a_customer, accepted, eventually, listed, signed_in

from .acts import same
from .crowd import at_commits, deaths, killed, under_acts
from .insist import insist, insist_on

PARTS = {
    "1": ("shop",),
    "2": ("accounts", "gateway", "cache", "orders", "postgres"),
    "3": ("shop",),
}
WHO = {"1": "shop", "2": "accounts", "3": "shop"}  # dies at POINTS
CLOSED = "close_account"
POINTS = {
    "1": ["set_roles", CLOSED],
    "2": ["set_roles", "tell_roles", CLOSED],
    "3": ["set_roles", CLOSED],
}
STAFF = 3
# {path: the roles that may read it}; the policies are in shop_rules/policies.cedar.
MAY = {
    "/users": {"admin", "support"},
    "/audit": {"admin"},
    "/orders": {"admin", "support", "warehouse"},
}
NAMES = ("admin", "catalog", "support", "warehouse")


class Office:
    """Members of staff whose roles an admin changes."""

    def __init__(self, site):
        self.site = site
        self.colleagues = [*(Colleague(self) for _ in range(STAFF)), Leaver(self)]

    def sign_in_again(self):
        """Changing roles needs a recent sign-in."""
        self.admin = signed_in(self.site.shop, *self.site.stage.staff)
        for each in self.colleagues:
            each.sign_in_again()

    def changes(self, person):
        """[(before, after)] of a person in the audit log, oldest first."""
        log = [each for each in listed(self.admin, "/audit") if each["user_id"] == person.id]
        return [(each["before"], each["after"]) for each in reversed(log)]


class Colleague:
    def __init__(self, office):
        self.office, self.person = office, a_customer(office.site.shop)
        assert office.site.make_staff(self.person.email)
        self.changes = [([], ["admin"])]  # (before, after), oldest first

    def sign_in_again(self):
        self.person = signed_in(self.person.shop, self.person.email, self.person.password)

    @property
    def roles(self):
        return self.changes[-1][1]

    def act(self, rng):
        wanted = sorted(rng.sample(NAMES, rng.randint(0, len(NAMES))))
        admin, path = self.office.admin, f"{self.person.path}/roles"
        insist_on(lambda: admin.put(path, {"roles": wanted}), 200)
        if wanted != self.roles:
            self.changes.append((self.roles, wanted))
        self._check_nothing_survived()

    def check(self):
        """After a crash a role that was given may be missing for a minute, but none is too many."""
        admin = self.office.admin
        same(accepted(admin.get(self.person.path))["roles"], self.roles)
        same(self.office.changes(self.person), self.changes)
        self._check_nothing_survived()
        eventually(self._check_all_is_there, HEALED)

    def _check_nothing_survived(self):
        for path in self._paths(allowed=False):
            same((path, insist(lambda path=path: self.person.get(path)).status_code), (path, 403))

    def _check_all_is_there(self):
        for path in self._paths(allowed=True):
            same((path, self.person.get(path).status_code), (path, 200))

    def _paths(self, allowed):
        return [path for path, roles in MAY.items() if bool(roles & set(self.roles)) == allowed]


class Leaver:
    """Staff who close their accounts, one in each round."""

    def __init__(self, office):
        self.office, self.gone, self.person = office, False, None

    def sign_in_again(self):
        self.gone, self.person = False, a_customer(self.office.site.shop)
        assert self.office.site.make_staff(self.person.email)

    def act(self, rng):
        if not self.gone:  # 401: the answer was lost
            insist_on(lambda: self.person.delete(self.person.path), 204, 401)
        self.gone = True
        for path in MAY:
            same((path, insist(lambda path=path: self.person.get(path)).status_code), (path, 401))

    def check(self):
        same(self.office.changes(self.person), [([], ["admin"]), (["admin"], [])])
        same(self.office.admin.get(self.person.path).status_code, 404)


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
