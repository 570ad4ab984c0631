"""The manifests as a cluster would get them: what kustomize makes of the folder, by hand.

Only what the kustomizations here use: resources, components, labels, images and patches, merged as
Kubernetes merges (lists of things with a name by that name). Where there is a kubectl,
test_kubernetes.py holds this against the real one.
"""

import copy
import re
from functools import cache
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
STAGE = ROOT / "stage2-services"
FOLDER = STAGE / "deploy" / "kubernetes"
SCHEMAS = Path(__file__).parent / "schemas"
KINDS = {
    "Namespace": "namespace-v1",
    "ConfigMap": "configmap-v1",
    "Secret": "secret-v1",
    "Service": "service-v1",
    "Deployment": "deployment-apps-v1",
    "Job": "job-batch-v1",
    "Ingress": "ingress-networking-v1",
    "NetworkPolicy": "networkpolicy-networking-v1",
    "HorizontalPodAutoscaler": "horizontalpodautoscaler-autoscaling-v2",
    "PodDisruptionBudget": "poddisruptionbudget-policy-v1",
}
# Lists whose items are merged one by one: by which of their words.
MERGED_BY = {
    "containers": "name",
    "env": "name",
    "ports": "containerPort",
    "volumes": "name",
    "volumeMounts": "mountPath",
}


def built(folder=FOLDER):
    """[object] of a kustomization."""
    plan = _plan(folder)
    things = [thing for name in plan["resources"] for thing in documents(folder / name)]
    for component in plan.get("components", []):
        things = [_with(folder / component, thing) for thing in things]
    for thing in things:
        thing["metadata"]["namespace"] = plan["namespace"]
    return things


def documents(file):
    return copy.deepcopy(_parsed(file.read_text()))


@cache
def _parsed(text):
    return list(yaml.load_all(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


def merged(base, patch, key=None):
    """A strategic merge."""
    if isinstance(base, dict) and isinstance(patch, dict):
        return base | {k: merged(base.get(k), v, k) for k, v in patch.items()}
    if isinstance(base, list) and key in MERGED_BY:
        word = MERGED_BY[key]
        items = {item[word]: item for item in base}
        return list((items | {i[word]: merged(items.get(i[word]), i) for i in patch}).values())
    return copy.deepcopy(patch)


def pod(thing):
    """What a Deployment or Job says of its Pods, or {}."""
    return thing.get("spec", {}).get("template", {}).get("spec", {})


def containers(thing):
    return pod(thing).get("containers", [])


def of_kind(things, *kinds):
    return {t["metadata"]["name"]: t for t in things if t["kind"] in kinds}


def _plan(folder):
    return documents(folder / "kustomization.yaml")[0]


def _with(component, thing):
    plan, labels = _plan(component), thing["metadata"].get("labels", {})
    for patch in plan["patches"]:
        if _is_meant(patch["target"], thing["kind"], labels):
            [body] = documents(component / patch["path"])
            thing = merged(thing, {"spec": body["spec"]})
    pairs = {name: text for label in plan["labels"] for name, text in label["pairs"].items()}
    thing["metadata"]["labels"] = labels | pairs
    if "template" in thing.get("spec", {}):
        thing["spec"]["template"]["metadata"]["labels"] |= pairs
    for container in containers(thing):
        container["image"] = _image(container["image"], plan["images"])
    return thing


def _is_meant(target, kind, labels):
    if not re.fullmatch(target["kind"], kind):
        return False
    name, _, several = target.get("labelSelector", "").partition(" ")
    return not name or labels.get(name) in re.findall(r"\w+", several.removeprefix("in "))


def _image(name, images):
    new = next(image for image in images if image["name"] == name)
    return f"{new['newName']}:{new['newTag']}"
