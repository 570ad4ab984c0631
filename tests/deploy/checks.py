"""What must hold between manifests. A check takes all of them and the example of the Secrets, and
says what is wrong, a line each; so it can be shown wrong ones."""

import re

from . import images, plan
from .cluster import ROOT, containers, of_kind, pod

SCALED = {"gateway", "catalog", "orders-worker", "payments"}
OPENAPI = ROOT / "shared" / "openapi.yaml"


def command(thing):
    """What its container runs: its own words, or else its image's."""
    [container] = containers(thing)
    return container.get("command") or images.command(images.of(service_of(container)))


def service_of(container):
    return re.search(r"/(\w+)(:|$)", container["image"])[1]


def starts_what_parts_toml_starts(things, _):
    for name, thing in _deployments(things):
        if command(thing) != plan.command(name):
            yield f"{name}: {command(thing)}"
        if service_of(containers(thing)[0]) != plan.service(name):
            yield f"{name}: the image of another service"


def has_the_variables_it_needs(things, _):
    for name, thing in _deployments(things):
        given = _given(thing, things) | images.variables(images.of(plan.service(name))).keys()
        yield from (f"{name} lacks {variable}" for variable in plan.needed(name) - given)


def has_no_variable_that_nobody_reads(things, _):
    for thing in _with_pods(things):
        unread = _given(thing, things) - plan.read_by_config()
        yield from (f"{thing['metadata']['name']}: nobody reads {name}" for name in unread)


def has_no_secret_it_does_not_need(things, _):
    for name, thing in _deployments(things):
        secrets = {v for v in _given(thing, things) if plan.is_secret(v)}
        yield from (f"{name} is given {v}" for v in secrets - plan.needed(name))
        if "token-private-key" in str(pod(thing)) and "TOKEN_PRIVATE_KEY" not in plan.needed(name):
            yield f"{name} can read the private key"
        own = f"service-key-{plan.service(name)}"
        others = set(re.findall(r"service-key-\w+", str(pod(thing)))) - {own}
        yield from (f"{name} can read {other}" for other in others)


def names_secrets_by_reference(things, _):
    yield from (f"Secret {name} among the manifests" for name in of_kind(things, "Secret"))
    for name, config in of_kind(things, "ConfigMap").items():
        yield from (f"{name}: {v}" for v, text in config["data"].items() if _is_literal(v, text))
    for thing in _with_pods(things):
        for variable in _variables(thing):
            if _is_literal(variable["name"], variable.get("value")):
                yield f"{thing['metadata']['name']}: {variable['name']} stands there"


def refers_to_what_is_there(things, example):
    """Secrets as the example has them, ConfigMaps, and the files mounted from them."""
    known = {s["metadata"]["name"]: s["stringData"] for s in example}
    known |= {n: c["data"] for n, c in of_kind(things, "ConfigMap").items()}
    for thing in _with_pods(things):
        for name, key in _references(thing):
            if name not in known or key not in known[name] and key is not None:
                yield f"{thing['metadata']['name']}: no {name} {key or ''}"


def finds_its_key_files(things, example):
    files = {s["metadata"]["name"]: s["stringData"].keys() for s in example}
    for thing in _with_pods(things):
        there = set(_mounted(thing, files))
        for v in _variables(thing):
            for file in plan.key_files(v["name"], v.get("value")) - there:
                yield f"{thing['metadata']['name']}: {file} is not mounted"


def says_only_change_me(_, example):
    for secret in example:
        for name, text in secret["stringData"].items():
            if "CHANGE-ME" not in text or re.search(r":(?!CHANGE-ME)[^:/@]+@", text):
                yield f"{secret['metadata']['name']} {name}"


def may_do_no_more_than_it_needs(things, _):
    for thing in _with_pods(things):
        own, [container] = pod(thing).get("securityContext", {}), containers(thing)
        inner = container.get("securityContext", {})
        if not (own.get("runAsNonRoot") and own.get("runAsUser", 0) > 0):
            yield f"{thing['metadata']['name']}: may be root"
        if own.get("seccompProfile") != {"type": "RuntimeDefault"}:
            yield f"{thing['metadata']['name']}: no seccomp"
        if not inner.get("readOnlyRootFilesystem") or inner.get("allowPrivilegeEscalation", True):
            yield f"{thing['metadata']['name']}: writable, or may become more"
        if inner.get("capabilities") != {"drop": ["ALL"]}:
            yield f"{thing['metadata']['name']}: capabilities"


def says_what_it_takes(things, _):
    for thing in _with_pods(things):
        given = containers(thing)[0].get("resources", {})
        if not given.get("requests", {}).keys() >= {"cpu", "memory"} or "limits" not in given:
            yield f"{thing['metadata']['name']}: no requests or limits"


def is_probed(things, _):
    for name, thing in _deployments(things):
        [container] = containers(thing)
        wanted = {"startupProbe": "/health", "livenessProbe": "/health", "readinessProbe": "/ready"}
        if plan.is_worker(name):
            del wanted["livenessProbe"]  # each/worker.yaml says why
        for probe, path in wanted.items():
            found = container.get(probe, {})
            right = _asks_for_its_file if plan.is_worker(name) else _asks
            if not right(found, container, path):
                yield f"{name}: {probe}"


def selects_its_own_pods(things, _):
    """Deployments theirs, Services and budgets those of one Deployment."""
    labels = {n: t["spec"]["template"]["metadata"]["labels"] for n, t in _deployments(things)}
    for thing in things:
        if thing["kind"] in ("Deployment", "Service", "PodDisruptionBudget"):
            name, selector = thing["metadata"]["name"], thing["spec"]["selector"]
            wanted = selector.get("matchLabels", selector).items()
            if [n for n, own in labels.items() if wanted <= own.items()] != [name]:
                yield f"{thing['kind']} {name}"


def leads_to_an_open_port(things, _):
    deployments, services = dict(_deployments(things)), of_kind(things, "Service")
    for name, thing in services.items():
        open_ports = {p["name"]: p["containerPort"] for p in _ports(deployments[name])}
        for port in thing["spec"]["ports"]:
            if port["targetPort"] not in open_ports:
                yield f"{name}: {port['targetPort']}"
    [config] = of_kind(things, "ConfigMap").values()
    addresses = {v: config["data"].get(v) for v in plan.INSTEAD["ADDRESSES"]}
    for name, thing in services.items():
        address = f"http://{name}:{thing['spec']['ports'][0]['port']}"
        if addresses.get(f"{name.upper()}_URL", address) != address:
            yield f"{name} is not where the others look for it"


def scales_what_is_there(things, _):
    deployments = dict(_deployments(things))
    scaled = of_kind(things, "HorizontalPodAutoscaler")
    for name, thing in scaled.items():
        target = deployments.get(thing["spec"]["scaleTargetRef"]["name"])
        if target is None or "replicas" in target["spec"]:
            yield f"{name}: no such Deployment, or one that says itself how many"
    for name in sorted(SCALED - scaled.keys()):
        yield f"{name} is not scaled"


def _deployments(things):
    return of_kind(things, "Deployment").items()


def _with_pods(things):
    return [thing for thing in things if containers(thing)]


def _ports(thing):
    return containers(thing)[0].get("ports", [])


def _variables(thing):
    return containers(thing)[0].get("env", [])


def _given(thing, things):
    names = {variable["name"] for variable in _variables(thing)}
    maps = of_kind(things, "ConfigMap")
    for source in containers(thing)[0].get("envFrom", []):
        names |= maps.get(source["configMapRef"]["name"], {"data": {}})["data"].keys()
    return names


def _is_literal(name, text):
    if text is None:
        return False
    return plan.is_secret(name) or bool(re.search(r"://[^/]*:[^/]*@|sk_(test|live)_", text))


def _references(thing):
    for variable in _variables(thing):
        if "valueFrom" in variable:
            found = variable["valueFrom"]["secretKeyRef"]
            yield found["name"], found["key"]
    for source in containers(thing)[0].get("envFrom", []):
        yield source["configMapRef"]["name"], None
    for volume in pod(thing).get("volumes", []):
        if "secret" in volume:
            yield volume["secret"]["secretName"], None


def _mounted(thing, files):
    volumes = {v["name"]: v.get("secret", {}).get("secretName") for v in pod(thing)["volumes"]}
    for mount in containers(thing)[0]["volumeMounts"]:
        for file in files.get(volumes[mount["name"]], ()):
            yield f"{mount['mountPath']}/{file}"


def _asks(probe, container, path):
    asked, open_ports = probe.get("httpGet", {}), {p["name"] for p in container.get("ports", [])}
    in_contract = f"\n  {path}:\n" in OPENAPI.read_text()
    return in_contract and asked.get("path") == f"/api/v1{path}" and asked["port"] in open_ports


def _asks_for_its_file(probe, container, _):
    file = next((v["value"] for v in container["env"] if v["name"] == "READY_FILE"), None)
    return probe.get("exec", {}).get("command") == ["test", "-f", file]


ALL = [
    starts_what_parts_toml_starts,
    has_the_variables_it_needs,
    has_no_variable_that_nobody_reads,
    has_no_secret_it_does_not_need,
    names_secrets_by_reference,
    refers_to_what_is_there,
    finds_its_key_files,
    says_only_change_me,
    may_do_no_more_than_it_needs,
    says_what_it_takes,
    is_probed,
    selects_its_own_pods,
    leads_to_an_open_port,
    scales_what_is_there,
]
