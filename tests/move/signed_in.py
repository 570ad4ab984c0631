"""Both applications with accounts, in the test's process, and a service that asks them."""

from contextlib import contextmanager
from types import SimpleNamespace

import jwt
import pyotp
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import shop.config
import shop.db
import shop.keys
from move import authority, guard, monolith, mover, prepare, service, steps, units
from move.guard import Moved
from shop import sweep
from shop_rules import errors
from tests.stage2.callers import public_pem, service_token

import chassis.config
import chassis.db
import chassis.keys
from chassis import people

from .applications import NoThread, application, forget
from .test_sides import plugged
from .walking import Shop

PASSWORD = "correct horse battery"
OF_A_SERVICE = "cart"
SIDES = {"new": "new", "old": "ready"}  # {side: the goal that brings a unit there}


class Moving(Shop):
    """A move of accounts alone, with clients of both applications."""

    def __init__(self, sides, both, key, monkeypatch):
        super().__init__(sides, units.ACCOUNTS)
        self.both, self._key, self._names = both, key, iter(range(1000))
        monkeypatch.setattr(people, "calls", SimpleNamespace(call=self._asked))

    def to(self, side):
        """Move accounts to that side, and some time later."""
        self.move(SIDES[side])
        works = mover.Mover()
        works.count()
        works.close()

    @contextmanager
    def before(self, module, name, happens):
        """Do something once, right before that function of a module is called."""
        with self._around(module, name, happens, lambda: None):
            yield

    @contextmanager
    def after(self, module, name, happens):
        with self._around(module, name, lambda: None, happens):
            yield

    @contextmanager
    def _around(self, module, name, before, after):
        works, todo = getattr(module, name), [before, after]

        def slow(*all_of_it):
            first, last = todo
            todo[:] = [lambda: None] * 2
            first()
            found = works(*all_of_it)
            last()
            return found

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, name, slow)
            yield

    def ask(self, method, path, token=None, json=None):
        """The answer of the side that holds."""
        return self.ask_of(self.holders()[0], method, path, token, json)

    def ask_of(self, side, method, path, token=None, json=None):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return self.both[side].open(f"/api/v1{path}", method=method, headers=headers, json=json)

    def person(self):
        """A person who has just signed up and signed in."""
        email = f"p{next(self._names)}@shop.example"
        new = {"email": email, "password": PASSWORD, "name": "Ada"}
        user = self.ask("POST", "/users", json=new).json["data"]
        found = SimpleNamespace(id=user["id"], email=email, path=f"/users/{user['id']}")
        found.tokens = self.sign_in(found).json["data"]
        return found

    def sign_in(self, person, password=PASSWORD, **more):
        wanted = {"email": person.email, "password": password, **more}
        return self.ask("POST", "/tokens", json=wanted)

    def refresh(self, token):
        return self.ask("POST", "/tokens/refresh", json={"refresh_token": token})

    def is_signed_in(self, tokens, person):
        """Whether accounts says so, and a service that may have cached it."""
        answer = self.ask("GET", person.path, tokens["access_token"])
        assert answer.status_code in (200, 401, 404)
        return answer.status_code == 200, self.believed(tokens, person)

    def believed(self, tokens, person):
        return people.roles_in(session_of(tokens), person.id) is not None

    def end(self, tokens):
        answer = self.ask("DELETE", "/tokens/current", tokens["access_token"])
        assert answer.status_code == 204

    def second_factor(self, person):
        """Turn on the second factor. Returns the code that was used."""
        token = person.tokens["access_token"]
        uri = self.ask("POST", f"{person.path}/mfa", token).json["data"]["otpauth_uri"]
        code = pyotp.parse_uri(uri).now()
        answer = self.ask("PUT", f"{person.path}/mfa", token, {"otp": code})
        assert answer.status_code == 204
        return code

    def _asked(self, _service, method, path):
        """Replaces chassis.calls, for a service that asks the side that holds."""
        holder = self.holders()
        token = service_token(OF_A_SERVICE, "accounts", self._key)
        side = holder[0] if holder else "old"
        answer = self.ask_of(side, method, f"/internal{path}", token)
        if answer.status_code == 421:
            raise Moved("elsewhere")
        if answer.status_code == 404:
            raise errors.NotFound("no such thing")
        return answer.json["data"]


def session_of(tokens, claim="sid"):
    """The session's id, or another claim of the access token."""
    return jwt.decode(tokens["access_token"], options={"verify_signature": False})[claim]


KEYS = (
    *(shop.keys.private_key, shop.keys.public_key, chassis.keys.private_key),
    *(chassis.keys.public_key, chassis.keys.own_key, chassis.keys.key_of),
)


@contextmanager
def opened(sides, folder, monkeypatch):
    """folder: for the keys, and whatever else is stage 1's data."""
    monkeypatch.setattr(steps, "IN_FLIGHT", 0)
    monkeypatch.setattr(mover, "TRIED_AGAIN_AFTER", 0)
    monkeypatch.setattr(mover, "COUNTED_EVERY", 0)
    monkeypatch.setattr(mover.Mover, "_possible", lambda self, move, goal: goal)
    monkeypatch.setattr(sweep, "start", lambda: None)
    monkeypatch.setattr(monolith.threading, "Thread", NoThread)
    for module in (guard, monolith):
        monkeypatch.setattr(module, "put", lambda *at, **what: plugged(monkeypatch, *at, what))
    for name, value in {
        "CHEAP_PASSWORDS": "1",
        "SIGN_INS_A_MINUTE": "10000",
        "SERVICE_PUBLIC_KEYS": folder,
        "TOKEN_PRIVATE_KEY": folder / "token-signing-key.pem",
        "TOKEN_PUBLIC_KEY": folder / "token-public-key.pem",
    }.items():
        monkeypatch.setenv(name, str(value))
    _forget_keys()
    shop.keys.make_if_absent()
    prepare.main("old"), authority.make_tables(sides.open["accounts"])
    old = application(monkeypatch, sides.urls["old"], monolith.create_app, shop)
    monkeypatch.setenv("SERVICE", "accounts")
    chassis.config.config.cache_clear()
    settings = chassis.config.config()
    chassis.keys.make_pair(settings.service_key_file, folder / "accounts.pem")
    new = application(monkeypatch, sides.urls["accounts"], service.create_app, chassis)
    yield Moving(sides, {"old": old, "new": new}, _key_of_a_service(folder), monkeypatch)
    for stage in (shop, chassis):
        stage.db.engine().dispose()
        forget(stage)
    _forget_keys()


def _forget_keys():
    for kept in KEYS:
        kept.cache_clear()


def _key_of_a_service(folder):
    """A service's private key, whose public half is in that folder."""
    key = Ed25519PrivateKey.generate()
    (folder / f"{OF_A_SERVICE}.pem").write_bytes(public_pem(key))
    return key
