"""Each check of the manifests is shown one that is wrong."""

import copy

import pytest

from . import checks
from .cluster import containers, of_kind, pod
from .test_kubernetes import BEFORE, EXAMPLE, SHOP


def deployment(things, name="orders"):
    return of_kind(things, "Deployment")[name]


def container(things, name="orders"):
    return containers(deployment(things, name))[0]


def variable(things, name, part="orders"):
    return next(v for v in container(things, part)["env"] if v["name"] == name)


def another_concurrency(things, _):
    container(things, "orders-worker")["command"][-5] = "1"


def another_image(things, _):
    container(things)["image"] = "registry.example.com/shop/inventory:1"


def no_database(things, _):
    container(things)["env"].remove(variable(things, "DATABASE_URL"))


def no_address(things, _):
    del of_kind(things, "ConfigMap")["shop"]["data"]["CART_URL"]


def a_misspelt_variable(things, _):
    container(things)["env"].append({"name": "DATABSE_URL", "value": "x"})


def the_provider_key_for_everybody(things, _):
    secret = {"secretKeyRef": {"name": "payment-provider", "key": "key"}}
    container(things)["env"].append({"name": "PAYMENT_KEY", "valueFrom": secret})


def the_private_key_for_everybody(things, _):
    volume = {"name": "private-key", "secret": {"secretName": "token-private-key"}}
    pod(deployment(things))["volumes"].append(volume)


def the_key_of_another_service(things, _):
    volumes = pod(deployment(things))["volumes"]
    volume = next(volume for volume in volumes if volume["name"] == "service-key")
    volume["secret"]["secretName"] = "service-key-payments"


def a_literal_secret(things, _):
    at = container(things)["env"].index(variable(things, "DATABASE_URL"))
    container(things)["env"][at] = {"name": "DATABASE_URL", "value": "postgresql://hunter2"}


def a_password_in_the_config(things, _):
    data = of_kind(things, "ConfigMap")["shop"]["data"]
    data["PAYMENT_URL"] = "https://ada:hunter2@provider.example"


def a_secret_among_the_manifests(things, example):
    things.append(example[0])


def an_unknown_secret(things, _):
    variable(things, "DATABASE_URL")["valueFrom"]["secretKeyRef"]["name"] = "database"


def an_unknown_key_of_a_secret(things, _):
    variable(things, "DATABASE_URL")["valueFrom"]["secretKeyRef"]["key"] = "order"


def a_key_file_elsewhere(things, _):
    variable(things, "TOKEN_PUBLIC_KEY")["value"] = "/keys/token-public-key.pem"


def no_key_of_a_caller(_, example):
    public = next(s for s in example if s["metadata"]["name"] == "service-public-keys")
    del public["stringData"]["orders.pem"]


def a_real_password_in_the_example(_, example):
    databases = example[0]["stringData"]
    databases["orders"] = databases["orders"].replace(":CHANGE-ME@", ":hunter2@")


def root(things, _):
    pod(deployment(things))["securityContext"]["runAsUser"] = 0


def a_writable_root(things, _):
    container(things)["securityContext"]["readOnlyRootFilesystem"] = False


def capabilities(things, _):
    del container(things)["securityContext"]["capabilities"]


def any_system_call(things, _):
    del pod(deployment(things))["securityContext"]["seccompProfile"]


def no_limit(things, _):
    del container(things)["resources"]["limits"]


def no_probe(things, _):
    del container(things)["livenessProbe"]


def a_probe_of_no_path(things, _):
    container(things)["readinessProbe"]["httpGet"]["path"] = "/api/v1/readyz"


def a_probe_of_no_port(things, _):
    container(things)["livenessProbe"]["httpGet"]["port"] = "https"


def a_probe_of_another_file(things, _):
    container(things, "orders-worker")["startupProbe"]["exec"]["command"][-1] = "/ready"


def the_pods_of_another(things, _):
    of_kind(things, "Service")["orders"]["spec"]["selector"] = {
        "app.kubernetes.io/name": "orders-worker"
    }


def the_pods_of_all(things, _):
    budget = of_kind(things, "PodDisruptionBudget")["gateway"]
    budget["spec"]["selector"]["matchLabels"] = {"app.kubernetes.io/part-of": "shop"}


def labels_that_nobody_selects(things, _):
    labels = deployment(things)["spec"]["template"]["metadata"]["labels"]
    labels["app.kubernetes.io/name"] = "order"


def a_closed_port(things, _):
    of_kind(things, "Service")["orders"]["spec"]["ports"][0]["targetPort"] = "web"


def a_port_nobody_asks_for(things, _):
    of_kind(things, "Service")["orders"]["spec"]["ports"][0]["port"] = 80


def the_scaling_of_nothing(things, _):
    scaler = of_kind(things, "HorizontalPodAutoscaler")["catalog"]
    scaler["spec"]["scaleTargetRef"]["name"] = "catalogue"


def a_number_that_fights_the_scaling(things, _):
    deployment(things, "catalog")["spec"]["replicas"] = 2


def no_scaling(things, _):
    things.remove(of_kind(things, "HorizontalPodAutoscaler")["gateway"])


WRONG = {
    checks.starts_what_parts_toml_starts: [another_concurrency, another_image],
    checks.has_the_variables_it_needs: [no_database, no_address],
    checks.has_no_variable_that_nobody_reads: [a_misspelt_variable],
    checks.has_no_secret_it_does_not_need: [
        the_provider_key_for_everybody,
        the_private_key_for_everybody,
        the_key_of_another_service,
    ],
    checks.names_secrets_by_reference: [
        a_literal_secret,
        a_password_in_the_config,
        a_secret_among_the_manifests,
    ],
    checks.refers_to_what_is_there: [an_unknown_secret, an_unknown_key_of_a_secret],
    checks.finds_its_key_files: [a_key_file_elsewhere, no_key_of_a_caller],
    checks.says_only_change_me: [a_real_password_in_the_example],
    checks.may_do_no_more_than_it_needs: [root, a_writable_root, capabilities, any_system_call],
    checks.says_what_it_takes: [no_limit],
    checks.is_probed: [no_probe, a_probe_of_no_path, a_probe_of_no_port, a_probe_of_another_file],
    checks.selects_its_own_pods: [
        the_pods_of_another,
        the_pods_of_all,
        labels_that_nobody_selects,
    ],
    checks.leads_to_an_open_port: [a_closed_port, a_port_nobody_asks_for],
    checks.scales_what_is_there: [
        the_scaling_of_nothing,
        a_number_that_fights_the_scaling,
        no_scaling,
    ],
}


@pytest.mark.parametrize(
    ("check", "spoil"),
    [(check, spoil) for check, several in WRONG.items() for spoil in several],
    ids=lambda function: function.__name__,
)
def test_a_wrong_manifest_is_found(check, spoil):
    things, example = copy.deepcopy([*SHOP, *BEFORE]), copy.deepcopy(EXAMPLE)
    spoil(things, example)
    assert list(check(things, example))


def test_each_check_is_shown_something_wrong():
    assert list(WRONG) == checks.ALL
