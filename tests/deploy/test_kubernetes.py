"""The manifests: in the form the cluster wants, and of one mind with the code and parts.toml."""

import copy
import json
import shutil
import subprocess
from functools import cache, partial

import jsonschema
import pytest
import yaml
from gateway import routing

from . import checks, plan
from .cluster import FOLDER, SCHEMAS, built, documents, of_kind

SHOP, BEFORE = built(), built(FOLDER / "before")
EXAMPLE = documents(FOLDER / "secrets.example.yaml")
EVERYTHING = [*SHOP, *BEFORE, *EXAMPLE, *documents(FOLDER / "namespace.yaml")]
DEPLOYMENTS = of_kind(SHOP, "Deployment")


@cache
def schema(kind):
    """Of Kubernetes 1.37, cut out of a whole release by cut_schemas.py."""
    made = json.loads((SCHEMAS / "kubernetes.json").read_text())
    return jsonschema.Draft202012Validator({**made["kinds"][kind], "$defs": made["$defs"]})


def named(thing):
    return f"{thing['kind']} {thing['metadata']['name']}"


@pytest.mark.parametrize("thing", EVERYTHING, ids=named)
def test_a_manifest_fits_its_schema(thing):
    schema(thing["kind"]).validate(thing)


def test_what_fits_no_schema_is_found():
    wrong = copy.deepcopy(DEPLOYMENTS["orders"])
    wrong["spec"]["template"]["spec"]["containers"][0]["livenesProbe"] = {}
    assert not schema("Deployment").is_valid(wrong)
    wrong = copy.deepcopy(DEPLOYMENTS["orders"])
    wrong["spec"]["replicas"] = "two"
    assert not schema("Deployment").is_valid(wrong)


def test_each_part_is_deployed_and_nothing_else():
    assert DEPLOYMENTS.keys() == plan.parts().keys()


def test_who_answers_has_a_service_and_workers_have_none():
    web = {name for name in plan.parts() if not plan.is_worker(name)}
    assert of_kind(SHOP, "Service").keys() == web


@pytest.mark.parametrize("check", checks.ALL, ids=lambda check: check.__name__)
def test_the_manifests_hold(check):
    assert list(check([*SHOP, *BEFORE], EXAMPLE)) == []


def test_each_migration_of_parts_toml_is_a_job():
    jobs = {named: checks.command(job) for named, job in of_kind(BEFORE, "Job").items()}
    assert jobs == {f"migrate-{name}": words for name, words in plan.migrations().items()}


def test_nothing_else_runs_before_than_what_a_cluster_does_in_another_way():
    # Secrets, and `accounts.commands staff`
    keys_and_people = {"accounts.commands", "chassis.keys"}
    assert plan.run_before() == {"chassis.migrate"} | keys_and_people | plan.NOT_RUN


def test_the_ingress_leads_to_the_gateway_and_lists_what_it_forwards():
    [ingress] = of_kind(SHOP, "Ingress").values()
    paths = [p for rule in ingress["spec"]["rules"] for p in rule["http"]["paths"]]
    assert {p["backend"]["service"]["name"] for p in paths} == {"gateway"}
    public = {prefix.split("/")[1] for prefix, _ in routing.TABLE} | {"health", "ready"}
    bases = ("/api", "/api/v1", "/api/v2")
    assert {p["path"] for p in paths} == {f"{base}/{name}" for base in bases for name in public}


def test_only_the_gateway_may_be_called_from_outside():
    policies = of_kind(SHOP, "NetworkPolicy")
    assert policies["nobody"]["spec"] == {"podSelector": {}, "policyTypes": ["Ingress"]}
    rules = [(name, r) for name, p in policies.items() for r in p["spec"].get("ingress", [])]
    assert {name for name, rule in rules if "from" not in rule} == {"anybody-to-the-gateway"}
    to = policies["anybody-to-the-gateway"]["spec"]["podSelector"]["matchLabels"]
    assert to == {"app.kubernetes.io/component": "gateway"}


@pytest.mark.parametrize("folder", [FOLDER, FOLDER / "before"], ids=lambda folder: folder.name)
@pytest.mark.skipif(not shutil.which("kubectl"), reason="no kubectl here to compare with")
def test_kustomize_makes_the_same_of_it_as_these_tests(folder):
    words = ["kubectl", "kustomize", str(folder)]
    output = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    assert _in_order(list(yaml.safe_load_all(output))) == _in_order(built(folder))


def _in_order(value):
    """JSON in which the order of lists of things does not count."""
    if isinstance(value, dict):
        return {name: _in_order(item) for name, item in value.items()}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return sorted(map(_in_order, value), key=partial(json.dumps, sort_keys=True))
    return value
