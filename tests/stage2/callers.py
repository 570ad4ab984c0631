"""Who asks a service: a person with an access token, another service with its own."""

import time

import jwt
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shop_rules import ids, tokens

from chassis.config import BASE, SERVICES

from . import alone

SECONDS = 30
KEYS = {name: Ed25519PrivateKey.generate() for name in SERVICES}


class Person:
    """Signed in, as far as the stand-in for accounts is concerned."""

    def __init__(self, neighbours, private_key, role="customer", user_id=None):
        self.id, self.session_id = user_id or ids.new_id(), ids.new_id()
        self.token = tokens.access_token(self.id, self.session_id, private_key)
        roles = ["admin"] if role == "staff" else []
        known = {"user_id": self.id, "role": role, "roles": roles}
        neighbours.answer("accounts", "GET", f"/sessions/{self.session_id}", data=known)
        neighbours.answer("accounts", "GET", f"/people/{self.id}", data={"id": self.id})


class Door:
    """Of a running service. Each call ends in a response of `requests`."""

    def __init__(self, service, address, folder, env):
        self.service, self.address = service, address
        self._folder, self._env = folder, env

    def run(self, *words):
        """What a command of the service prints: python -m …"""
        return alone.run(["{python}", "-m", *words], self._folder, self._env)

    def ask(self, method, path, token=None, **more):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        headers |= more.pop("headers", {})
        url = f"{self.address}{BASE}{path}"
        return requests.request(method, url, headers=headers, timeout=SECONDS, **more)

    def by(self, person, method, path, status=200, **more):
        """The data of the answer to a person."""
        return _data(self.ask(method, path, person.token, **more), status)

    def internal(self, consumer, method, path, body=None, status=None):
        """The data of the answer to another service."""
        token = service_token(consumer, self.service)
        return _data(self.ask(method, f"/internal{path}", token, json=body), status)


def service_token(consumer, provider, key=None, seconds=60, **claims):
    """Of that consumer, signed with its key or another; claims: instead of the usual ones, None for
    none."""
    usual = {"iss": consumer, "aud": provider, "exp": int(time.time()) + seconds}
    made = {name: value for name, value in (usual | claims).items() if value is not None}
    return jwt.encode(made, key or KEYS[consumer], "EdDSA", {"kid": consumer})


def public_pem(private_key):
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return private_key.public_key().public_bytes(serialization.Encoding.PEM, form)


def private_pem(private_key):
    form, secrecy = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return private_key.private_bytes(serialization.Encoding.PEM, form, secrecy)


def _data(answer, status):
    assert answer.status_code == (status or answer.status_code), answer.text
    assert status or answer.ok, answer.text
    return answer.json().get("data") if answer.content else None
