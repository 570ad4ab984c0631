"""The configuration of the Envoy in front of the catalog.

https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/load_balancing/load_balancers
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

Config = dict[str, Any]  # Envoy's own form, as JSON

TYPE = "type.googleapis.com/envoy."
_HTTP = f"{TYPE}extensions.filters.network.http_connection_manager.v3.HttpConnectionManager"
_ASSIGNMENT = f"{TYPE}config.endpoint.v3.ClusterLoadAssignment"
NEVER_SENT = "connect-failure,refused-stream"  # a retry does no harm to any request
IDLE = "10s"

# --8<-- [start:policies]
POLICIES: Mapping[str, Config] = {
    "round-robin": {"lb_policy": "ROUND_ROBIN"},
    "least-request": {"lb_policy": "LEAST_REQUEST", "least_request_lb_config": {"choice_count": 3}},
    "ring-hash": {"lb_policy": "RING_HASH"},
}
HASHED: Config = {"header": {"header_name": "x-client"}}  # the client's address, by the gateway


# --8<-- [end:policies]
def config(folder: Path, port: int, slow_port: int, policy: str, slow_ms: int) -> Config:
    """policy: of POLICIES. slow_port: what goes there reaches the slow copy, slow_ms later."""
    listeners = [_listener("copies", port, []), _listener("slow", slow_port, [_delay(slow_ms)])]
    clusters = [_cluster(folder, "copies", POLICIES[policy]), _cluster(folder, "slow", {})]
    resources = {"listeners": listeners, "clusters": clusters}
    return {"node": {"id": "balancer", "cluster": "shop"}, "static_resources": resources}


def endpoints(cluster: str, ports: Sequence[int]) -> Config:
    """What Envoy's endpoint discovery service (EDS) says of a cluster."""
    hosts = [{"endpoint": {"address": _address(port)}} for port in ports]
    known = {"@type": _ASSIGNMENT, "cluster_name": cluster, "endpoints": [{"lb_endpoints": hosts}]}
    return {"version_info": "1", "resources": [known]}


def _listener(name: str, port: int, filters: list[Config]) -> Config:
    again = {"retry_on": NEVER_SENT, "num_retries": 2}
    chosen = {"cluster": name, "timeout": "60s", "retry_policy": again, "hash_policy": [HASHED]}
    routes = [{"match": {"prefix": "/"}, "route": chosen}]
    manager = {
        "@type": _HTTP,
        "stat_prefix": name,
        "route_config": {"virtual_hosts": [{"name": name, "domains": ["*"], "routes": routes}]},
        "http_filters": [*filters, _filter("router", "router.v3.Router")],
        "http_protocol_options": {"allow_custom_methods": True},  # the service refuses them
        "proxy_100_continue": True,
        "generate_request_id": False,
        "preserve_external_request_id": True,
        "skip_xff_append": True,
        "server_header_transformation": "PASS_THROUGH",
        "stream_idle_timeout": "0s",
    }
    chain = {"filters": [{"name": "http", "typed_config": manager}]}
    return {"name": name, "address": _address(port), "filter_chains": [chain]}


def _delay(milliseconds: int) -> Config:
    delay = {"fixed_delay": f"{milliseconds / 1000}s", "percentage": {"numerator": 100}}
    return _filter("fault", "fault.v3.HTTPFault", delay=delay)


def _filter(name: str, kind: str, **more: Config) -> Config:
    typed = {"@type": f"{TYPE}extensions.filters.http.{kind}", **more}
    return {"name": f"envoy.filters.http.{name}", "typed_config": typed}


def _cluster(folder: Path, name: str, policy: Config) -> Config:
    kind = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions"
    options = {
        "@type": f"type.googleapis.com/{kind}",
        "common_http_protocol_options": {"idle_timeout": IDLE},
        "explicit_http_config": {"http_protocol_options": {}},
    }
    source = {"path": str(folder / f"{name}.json"), "watched_directory": {"path": str(folder)}}
    return {
        "name": name,
        "type": "EDS",
        "eds_cluster_config": {"eds_config": {"path_config_source": source}},
        "connect_timeout": "1s",
        "typed_extension_protocol_options": {kind: options},
        **policy,
    }


def _address(port: int) -> Config:
    return {"socket_address": {"address": "127.0.0.1", "port_value": port}}
