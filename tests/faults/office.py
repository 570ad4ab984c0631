"""Members of staff whose roles change, and who leave, while parts are killed."""

from collections import defaultdict

from tests.contract.steps import HEALED, a_customer, accepted, eventually, listed, signed_in

from .acts import same
from .insist import a_newcomer, insist, insist_on

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

    def all_changes(self):
        """{id of a person: [(before, after)] in the audit log, oldest first}"""
        found = defaultdict(list)
        for each in reversed(list(listed(self.admin, "/audit"))):
            found[each["user_id"]].append((each["before"], each["after"]))
        return found


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
        same(self.office.all_changes()[self.person.id], self.changes)
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
    """Members of staff who are hired, and close their accounts."""

    def __init__(self, office):
        self.office, self.left = office, []

    def sign_in_again(self):
        self.left = []

    def act(self, rng):
        person = self._hired()
        insist_on(lambda: person.delete(person.path), 204, 401)  # 401: the answer was lost
        self.left.append(person)
        for path in MAY:
            same((path, insist(lambda path=path: person.get(path)).status_code), (path, 401))

    def check(self):
        changes = self.office.all_changes()
        for person in self.left:
            same(changes[person.id], [([], ["admin"]), (["admin"], [])])
        same(self.office.admin.get(self.left[-1].path).status_code, 404)

    def _hired(self):
        person = a_newcomer(self.office.site.shop, "Bo")
        eventually(lambda: self._check_is_staff(person), HEALED)
        return person

    def _check_is_staff(self, person):
        assert self.office.site.make_staff(person.email)
