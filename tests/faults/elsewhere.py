"""Rounds of sign-ins with an identity provider: parts are killed, and its replies are broken.

Afterwards each person has one account, and none is signed in as another, or to a second account.
"""

from functools import partial

import requests

from tests.contract.client import Person
from tests.contract.identity import IdentityProvider, Someone
from tests.contract.steps import HEALED, a_customer, claims, eventually, signed_in, unique

from .acts import same
from .crowd import at_commits, deaths, killed, under_acts
from .insist import data, insist_on

# What is killed. Stage 3's "shop" is all hosts of functions.
PARTS = {
    "1": ("shop", "identity"),
    "2": ("accounts", "gateway", "identity", "cache", "postgres"),
    "3": ("shop", "identity"),
}
WHO = {"1": "shop", "2": "accounts", "3": "shop"}  # dies at POINTS
POINTS = [
    *at_commits(["begin_authorization", "take_authorization", "sign_in_elsewhere"]),
    *at_commits(["sign_up_elsewhere", "link_identity", "unlink_identity"]),
    "identity.token:before",
    "identity.token:after",
]
# Broken replies to the exchange of a code: see identity_provider/app.py and tokens.py.
BROKEN = ("down", "slow", "no_json", "no_token", "rotated", "wrong_nonce", "other_audience")
NOBODY = (401, 502, 503)


class Crowd:
    """A person who signs in, one who signs up each time, and one who links and unlinks."""

    def __init__(self, site):
        self.site = site
        self.provider = IdentityProvider(site.stage.identity["IDENTITY_URL"], site.shop)
        self.people = [Regular(self), Newcomers(self), Linker(self)]

    def answer(self, someone):
        """All the way to the browser's return, whatever is down."""
        begun = data(insist_on(self.provider.begun, 201))

        def consent():
            try:
                return self.provider.consent(begun["authorization_url"], someone)
            except requests.RequestException as error:
                raise AssertionError("The provider is down.") from error

        return eventually(consent, HEALED)

    def signed_in(self, someone):
        """A person with new tokens. A state whose request was lost is used up: they begin again."""
        while True:
            answer = self.answer(someone)
            response = insist_on(partial(self.provider.sign_in, answer), 201, 401)
            if response.status_code == 201:
                token = data(response)["access_token"]
                return Person(self.site.shop, claims(token)["sub"], someone.email, token=token)

    def subjects(self, person):
        path = f"{person.path}/identities"
        found = insist_on(lambda: person.get(path), 200)
        return sorted(each["subject"] for each in data(found))


def someone():
    """Whom the provider gets to know when they sign in: also after it has forgotten everyone."""
    subject = unique("someone")
    return Someone(subject, f"{subject}@id.example")


class Regular:
    def __init__(self, crowd):
        self.crowd, self.someone = crowd, someone()
        self.id = crowd.signed_in(self.someone).id

    def act(self, rng):
        person = self.crowd.signed_in(self.someone)
        same(person.id, self.id)
        same(self.crowd.subjects(person), [self.someone.subject])

    def check(self):
        self.act(None)


class Newcomers:
    def __init__(self, crowd):
        self.crowd, self.found = crowd, {}

    def act(self, rng):
        new = someone()
        self.found[new] = self.crowd.signed_in(new).id

    def check(self):
        same(len(set(self.found.values())), len(self.found))
        for new, id_ in self.found.items():
            person = self.crowd.signed_in(new)
            same((person.id, self.crowd.subjects(person)), (id_, [new.subject]))
        self.found.clear()


class Linker:
    """Has a password, and an identity now and then: without it, it is a stranger's."""

    def __init__(self, crowd):
        self.crowd, self.someone = crowd, someone()
        self.customer = a_customer(crowd.site.shop)

    def act(self, rng):
        self._link()
        same(self.crowd.signed_in(self.someone).id, self.customer.id)
        if rng.random() < 0.5:
            self._unlink()

    def check(self):
        customer = self.customer
        self.customer = signed_in(customer.shop, customer.email, customer.password)
        self._link()
        same(self.crowd.signed_in(self.someone).id, self.customer.id)

    def _link(self):
        """409: it is linked already, perhaps by a request whose answer was lost."""
        customer, path = self.customer, f"{self.customer.path}/identities"
        while self.someone.subject not in self.crowd.subjects(customer):
            body = self.crowd.answer(self.someone).body
            insist_on(lambda body=body: customer.post(path, body), 201, 409, 422)
        same(self.crowd.subjects(customer), [self.someone.subject])

    def _unlink(self):
        path = f"{self.customer.path}/identities"
        (linked,) = data(insist_on(lambda: self.customer.get(path), 200))
        insist_on(lambda: self.customer.delete(f"{path}/{linked['id']}"), 204, 404)
        same(self.crowd.subjects(self.customer), [])


def kill(part, seed, crowd):
    ((name, harm),) = killed([part])
    return _harmed(name, harm, seed, crowd)


def _harmed(name, harm, seed, crowd):
    return under_acts(crowd.site, harm, name, crowd.people, seed)


def broken(lie, seed, crowd):
    """Break a reply while others sign in. It must sign no one in, and the next reply is right."""
    victim = crowd.provider.someone()
    known = crowd.signed_in(victim)

    def harm(site):
        crowd.provider.put(victim, lie=lie)
        response = crowd.provider.sign_in(crowd.answer(victim))
        right = (201, 401) if lie == "rotated" else NOBODY
        assert response.status_code in right, (lie, response.status_code, response.text)
        crowd.provider.put(victim)
        same(crowd.signed_in(victim).id, known.id)

    return under_acts(crowd.site, harm, f"provider's reply: {lie}", crowd.people, seed)


def rounds(stage, count, seed):
    """Kills and broken replies in turn, `count` in all."""
    harms = killed(PARTS[stage]) + deaths(stage, WHO[stage], POINTS)
    turns = [partial(_harmed, *each) for each in harms]
    turns += [partial(broken, lie) for lie in BROKEN]
    return [partial(turns[n % len(turns)], f"{seed} elsewhere {n}") for n in range(count)]
