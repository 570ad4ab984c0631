"""Simulated people who use the newer features: staff roles with the audit log, and sign-ins with an
identity provider. What was acknowledged must hold on either side, and in every service."""

import time

import requests

from tests.contract import steps
from tests.contract.client import Person, Shop
from tests.contract.identity import IdentityProvider

NEWEST = 50  # changes that are compared: a page of the log has 100
ALLOWED = {"support": ("200", "403"), "warehouse": ("403", "200")}  # to read messages, and stock
UNDER_WAY = 1  # seconds after which a request without an answer has been done, or never will be


class Admin:
    """Gives a member of staff one role after another. Each counts at once, and is in the log once.
    A request without an answer may have been done, so they check that first."""

    def __init__(self, crowd):
        opened = crowd.opened
        self._crowd, self._admin = crowd, steps.signed_in(opened.shop, *opened.stage.staff)
        self._colleague = opened.colleague("support")
        self._customer, self._product = steps.a_customer(opened.shop), crowd.product
        self._log, self._role = None, None

    def turn(self):
        if self._role is None:
            self._look()
        self._role = "warehouse" if self._role == "support" else "support"
        path = f"{self._colleague.path}/roles"
        self._crowd.ask(self._admin, "PUT", path, {"roles": [self._role]})
        self._log.insert(0, [self._role])
        self._check_roles()
        shown = self._shown()
        wrong = f"a log of {self._log[:3]}… shows {shown[:3]}…"
        self._crowd.check(wrong, shown[:NEWEST] == self._log[:NEWEST])

    def _check_roles(self):
        """Check the roles in two services of other units."""
        paths = f"{self._customer.path}/notifications", f"/products/{self._product['id']}/stock"
        found = tuple(str(self._status(path)) for path in paths)
        wrong = f"{self._role}, who is answered {found}"
        self._crowd.check(wrong, found == ALLOWED[self._role])

    def _status(self, path):
        return self._crowd.ask(self._colleague, "GET", path, also=(403,)).status_code

    def _look(self):
        path = self._colleague.path
        self._role = self._crowd.ask(self._admin, "GET", path).json()["data"]["roles"][0]
        self._log = self._shown()

    def _shown(self):
        """The colleague's roles after each change, the newest first."""
        found = self._crowd.ask(self._admin, "GET", "/audit?limit=100").json()["data"]
        return [each["after"] for each in found if each["user_id"] == self._colleague.id]

    def begin_again(self):
        self._role = None
        time.sleep(UNDER_WAY)


class Visitor:
    """Signs in with an identity provider, and is one person, with a second identity too as long as
    it is linked. After a request without an answer they start over as a new person."""

    def __init__(self, crowd):
        self._crowd, stage = crowd, crowd.opened.stage
        self._provider = IdentityProvider(stage.identity["IDENTITY_URL"], Shop(stage.url))
        self._first, self._id = None, None

    def turn(self):
        if self._first is None:
            self._first, self._id = self._there(self._provider.someone), None
        person = self._sign_in(self._first)
        self._check_same(person)
        second = self._there(self._provider.someone)
        path, body = f"{person.path}/identities", self._returned(second).body
        made = self._crowd.ask(person, "POST", path, body).json()["data"]
        self._check_identities(person, {self._first.subject, second.subject})
        self._check_same(self._sign_in(second))
        self._crowd.ask(person, "DELETE", f"{path}/{made['id']}")
        self._check_identities(person, {self._first.subject})

    def begin_again(self):
        self._first = None

    def _sign_in(self, someone):
        """Sign in. The provider's code works once, on whichever side it is sent again."""
        body, anyone = self._returned(someone).body, Person(self._crowd.opened.shop)
        tokens = self._crowd.ask(anyone, "POST", "/tokens", body).json()["data"]
        again = self._crowd.ask(anyone, "POST", "/tokens", body, also=(401,))
        self._crowd.check("a state worked twice", again.status_code == 401)
        token = tokens["access_token"]
        return Person(self._crowd.opened.shop, steps.claims(token)["sub"], token=token)

    def _returned(self, someone):
        wanted = {"provider": "example", "redirect_uri": self._provider.redirect_uri}
        anyone = Person(self._crowd.opened.shop)
        begun = self._crowd.ask(anyone, "POST", "/authorizations", wanted).json()["data"]
        return self._there(lambda: self._provider.consent(begun["authorization_url"], someone))

    def _there(self, ask):
        """Sign in at the provider, which may be killed too."""
        try:
            return ask()
        except (AssertionError, requests.RequestException) as error:
            self._crowd.refuse(f"identity provider: {error!r}")

    def _check_same(self, person):
        self._id = self._id or person.id
        self._crowd.check(f"{self._id} is {person.id} now", person.id == self._id)

    def _check_identities(self, person, subjects):
        path = f"{person.path}/identities"
        found = {each["subject"] for each in self._crowd.ask(person, "GET", path).json()["data"]}
        self._crowd.check(f"identities {subjects}, shown {found}", found == subjects)
