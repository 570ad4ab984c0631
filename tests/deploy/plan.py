"""What parts.toml and the code ask of a deployment: here nothing is said a second time."""

import os
import re
import tomllib
from functools import cache
from unittest.mock import patch

from chassis import config

from .cluster import STAGE

# What a cluster does in another way than parts.toml: the variable, and what is there instead.
INSTEAD = {
    "ADDRESSES": {f"{name.upper()}_URL" for name in config.SERVICES},
    "SIGN_INS": set(),  # of the seeded goods and people, which no real shop has
    "PICTURES_URL": {"PICTURES_URL", "PICTURES_BUCKET", "PICTURES_KEY", "PICTURES_SECRET"},
}
NOT_RUN = {"gateway.seed"}  # a real shop begins empty
SECRET = re.compile(r"\w*(PASSWORD|SECRET|_KEY)|DATABASE_URL|REDIS_URL|STREAMS_URL|CACHE_URL")
# These only say in which file the key is.
PUBLIC = {"TOKEN_PUBLIC_KEY", "TOKEN_PRIVATE_KEY", "SERVICE_PRIVATE_KEY"}


@cache
def parts():
    """{name: its table}, of the processes that are the shop's own."""
    everything = tomllib.loads((STAGE / "parts.toml").read_text())["parts"]
    return {name: table for name, table in everything.items() if "SERVICE" in table["env"]}


def service(name):
    """Whose image it runs on."""
    return parts()[name]["env"]["SERVICE"]


def is_worker(name):
    return "READY_FILE" in parts()[name]["env"]


def command(name):
    return _in_a_container(parts()[name]["command"])


def migrations():
    """{service: command}"""
    first = [(name, words) for name in parts() for words in parts()[name].get("before", [])]
    return {name: _in_a_container(words) for name, words in first if "chassis.migrate" in words}


def run_before():
    """The modules that run once before a part."""
    return {words[2] for table in parts().values() for words in table.get("before", [])}


def needed(name):
    """The variables it can't do without."""
    everything = tomllib.loads((STAGE / "parts.toml").read_text())["parts"]
    table = parts()[name]
    neighbours = [*table.get("needs", []), *table.get("after", []), *table.get("uses", [])]
    names = set(table["env"]).union(*(everything[n].get("offers", {}) for n in neighbours))
    return set().union(*(INSTEAD.get(n, {n}) for n in names))


def is_secret(variable):
    return bool(SECRET.fullmatch(variable)) and variable not in PUBLIC


def key_files(variable, value):
    """The files that must be there if that variable has that value."""
    if variable == "SERVICE_PUBLIC_KEYS":
        return {f"{value}/{name}.pem" for name in config.SERVICES}
    return {value} if variable in PUBLIC else set()


@cache
def read_by_config():
    """The variables that chassis/config.py looks at."""
    seen = set()

    class Watched(dict):
        def get(self, name, default=None):
            seen.add(name)
            return default

    with patch.object(os, "environ", Watched()):
        assert config.config.__wrapped__().v1_sunset  # only the gateway reads this one
    return seen


def _in_a_container(words):
    known = {"{python}": "python", "127.0.0.1": "0.0.0.0", "{port}": "8000"}
    return [known.get(word, word) for word in words]
