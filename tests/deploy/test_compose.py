"""compose.yaml: in the form of the Compose Specification, and of one mind with parts.toml."""

import copy
import json
import re
import sys

import jsonschema
import pytest
import yaml

from tests.layout.house import ROOT, below, libraries, python_files
from tests.layout.test_requirements import named

from . import images, plan
from .cluster import SCHEMAS, STAGE

TEXT = (STAGE / "deploy" / "compose.yaml").read_text()
COMPOSE = yaml.safe_load(TEXT)
ASKED_FOR = re.compile(r"\$\{(\w+):\?\}")  # compose stops if it is not set
MAY_BE_EMPTY = re.compile(r"\$\{\w+:-\}")
AROUND = {"postgres", "redis", "cache", "objects", "sandbox"}
SERVICES = {plan.service(name) for name in plan.parts()} - {"gateway"}
ONCE = {
    "prepare",
    *(f"migrate-{name}" for name in plan.migrations()),
    *(f"keys-{name}" for name in SERVICES),
}


def faults_of(compose):
    services = compose["services"]
    for name in plan.parts():
        yield from (f"{name}: {fault}" for fault in _of_a_part(name, services.get(name)))
    for name, table in services.items():
        yield from (f"{name}: {fault}" for fault in _of_any(name, table, services))


def _of_a_part(name, table):
    if table is None:
        yield "is missing"
        return
    image = images.of(plan.service(name))
    if table["image"] != f"shop/{plan.service(name)}:${{VERSION:-latest}}":
        yield "another image"
    if table.get("command", images.command(image)) != plan.command(name):
        yield "another command"
    given = set(table["environment"])
    yield from (f"lacks {v}" for v in plan.needed(name) - given - images.variables(image).keys())
    yield from (f"nobody reads {v}" for v in given - plan.read_by_config())
    secrets = {v for v in given if plan.is_secret(v)}
    yield from (f"is given {v}" for v in secrets - plan.needed(name))
    own = {f"{plan.service(name)}-key:/own:ro"} & {f"{service}-key:/own:ro" for service in SERVICES}
    if {volume for volume in table.get("volumes", []) if "-key:" in volume} != own:
        yield "another key than its own"
    ready = table["environment"].get("READY_FILE")
    if ready and table["healthcheck"]["test"] != ["CMD", "test", "-f", ready]:
        yield "nobody sees whether it is ready"


def _of_any(name, table, services):
    if table.get("ports") and name != "gateway":
        yield "can be reached from outside"
    for variable, text in table.get("environment", {}).items():
        if plan.is_secret(variable) and not (ASKED_FOR.search(text) or MAY_BE_EMPTY.match(text)):
            yield f"{variable} stands there"
    if re.search(r"://[^/@:]*:(?!\$\{)[^/@]+@", str(table)):
        yield "a password stands there"
    if name not in AROUND - {"sandbox"}:
        yield from _holes(table)
    yield from (
        f"waits for no {other}" for other in set(table.get("depends_on", [])) - set(services)
    )


def _holes(table):
    if not table.get("read_only") or table.get("cap_drop") != ["ALL"] or "user" in table:
        yield "may do more than it needs"


def test_it_fits_the_schema_of_compose():
    schema = json.loads((SCHEMAS / "compose-spec.json").read_text())
    validator = jsonschema.Draft202012Validator(schema)
    assert [error.message for error in validator.iter_errors(COMPOSE)] == []
    assert not validator.is_valid(COMPOSE | {"services": {"shop": {"imag": "shop"}}})


def test_it_runs_the_parts_what_they_stand_on_and_what_comes_once():
    assert COMPOSE["services"].keys() == plan.parts().keys() | AROUND | ONCE


def test_it_is_of_one_mind_with_parts_toml():
    assert list(faults_of(COMPOSE)) == []


def test_what_runs_once_runs_before_its_service():
    services = COMPOSE["services"]
    for name, words in plan.migrations().items():
        assert services[f"migrate-{name}"]["command"] == words
        waits = services["prepare" if name == "accounts" else name]["depends_on"]
        assert waits[f"migrate-{name}"] == {"condition": "service_completed_successfully"}
    assert services["prepare"]["command"][2:] == ["accounts.commands", "prepare"]


def test_the_key_of_a_service_is_made_before_it_runs_and_where_it_alone_reads():
    services = COMPOSE["services"]
    for name in SERVICES:
        made = services[f"keys-{name}"]
        assert made["image"] == services[name]["image"]
        assert made["command"] == ["python", "-m", "chassis.keys"]
        assert made["volumes"] == [f"{name}-key:/own", "keys:/keys"]
        done = {"condition": "service_completed_successfully"}
        assert services[name]["depends_on"][f"keys-{name}"] == done
        for variable in ("SERVICE_PRIVATE_KEY", "SERVICE_PUBLIC_KEYS"):
            assert made["environment"][variable] == services[name]["environment"][variable]


def test_each_image_is_built_from_its_own_dockerfile():
    built = {t["image"]: t["build"] for t in COMPOSE["services"].values() if "build" in t}
    assert built.keys() == {f"shop/{plan.service(n)}:${{VERSION:-latest}}" for n in plan.parts()}
    for image, build in built.items():
        assert build["context"] == "../.."
        assert build["dockerfile"] == f"stage2-services/{image[5:].split(':')[0]}/Dockerfile"


def test_the_two_redis_differ_as_they_do_on_one_machine():
    redis, cache = (" ".join(COMPOSE["services"][n]["command"]) for n in ("redis", "cache"))
    assert "--appendonly yes --appendfsync always --maxmemory-policy noeviction" in redis
    assert "--appendonly no --maxmemory 64mb --maxmemory-policy volatile-lru" in cache
    assert COMPOSE["services"]["cache"]["volumes"] == ["./redis:/redis:ro"]


def test_the_example_names_what_must_be_filled_in_and_fills_in_nothing():
    lines = (STAGE / "deploy" / "env.example").read_text().splitlines()
    asked = [line for line in lines if line and not line.startswith("#")]
    assert sorted(asked) == sorted(f"{name}=" for name in set(ASKED_FOR.findall(TEXT)))


def test_the_databases_made_are_those_of_the_services():
    script = (STAGE / "deploy" / "postgres" / "databases.sh").read_text()
    made = dict(re.findall(r"^(\w+) \$(\w+)$", script, re.M))
    assert made == {name: f"{name.upper()}_PASSWORD" for name in plan.migrations()}
    assert set(made.values()) < set(COMPOSE["services"]["postgres"]["environment"])


def test_the_sandbox_runs_on_what_payments_has_installed():
    imported = set().union(
        *map(libraries, below(python_files(), "shared/payment_sandbox").values())
    )
    there = named((ROOT / "stage2-services/payments/requirements.in").read_text())
    assert {"flask", "granian"} <= there
    brought_along = {"werkzeug", "serving"}  # by flask; by the image itself
    assert imported - sys.stdlib_module_names - there - brought_along == set()


@pytest.mark.parametrize(
    ("name", "word", "value"),
    [
        ("orders", "ports", ["8000:8000"]),
        ("orders", "command", ["sh"]),
        ("orders", "image", "shop/inventory:${VERSION:-latest}"),
        ("orders", "environment", {}),
        ("orders", "read_only", False),
        ("orders", "user", "root"),
        ("orders", "volumes", ["keys:/keys:ro", "payments-key:/own:ro"]),
        ("orders", "depends_on", ["nobody"]),
        ("orders-worker", "healthcheck", {"test": ["CMD", "true"]}),
        ("migrate-orders", "environment", {"DATABASE_URL": "postgresql://orders:x@postgres/x"}),
    ],
)
def test_a_wrong_service_is_found(name, word, value):
    compose = copy.deepcopy(COMPOSE)
    compose["services"][name][word] = value
    assert list(faults_of(compose))


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("CACHE_URL", "hunter2"),
        ("PAYMENT_KEY", "${PAYMENT_KEY:?}"),
        ("DATABSE_URL", "x"),
        ("PUBLIC_URL", "https://ada:hunter2@shop.example"),
    ],
)
def test_a_wrong_variable_is_found(variable, text):
    compose = copy.deepcopy(COMPOSE)
    compose["services"]["orders"]["environment"][variable] = text
    assert list(faults_of(compose))


def test_a_missing_part_is_found():
    compose = copy.deepcopy(COMPOSE)
    del compose["services"]["catalog-worker"]
    assert list(faults_of(compose))
