"""Pieces of Envoy's configuration that every listener and every cluster has.

https://www.envoyproxy.io/docs/envoy/latest/api-v3/api
"""

from collections.abc import Sequence
from typing import Any

Config = dict[str, Any]  # Envoy's own form, as JSON

TYPE = "type.googleapis.com/envoy."
_HTTP = f"{TYPE}extensions.filters.network.http_connection_manager.v3.HttpConnectionManager"
CONNECT = "1s"
IDLE = "10s"  # less than a server waits for the next request on a connection


def listener(name: str, port: int, hosts: list[Config], headers: Sequence[Config] = ()) -> Config:
    routes = [route for host in hosts for route in host["routes"]]
    manager = {
        "@type": _HTTP,
        "stat_prefix": name,
        "route_config": {
            "virtual_hosts": [{"name": name, "domains": ["*"], "routes": routes}],
            "request_headers_to_add": list(headers),
        },
        "http_filters": [_ROUTER],
        "http_protocol_options": {"allow_custom_methods": True},  # the service refuses them
        "proxy_100_continue": True,
        "generate_request_id": False,
        "preserve_external_request_id": True,
        "skip_xff_append": True,
        "server_header_transformation": "PASS_THROUGH",
        "max_request_headers_kb": 96,
        "stream_idle_timeout": "0s",
    }
    chain = {"filters": [{"name": "http", "typed_config": manager}]}
    return {"name": name, "address": _address(port), "filter_chains": [chain]}


_ROUTER = {
    "name": "envoy.filters.http.router",
    "typed_config": {
        "@type": f"{TYPE}extensions.filters.http.router.v3.Router",
        "suppress_envoy_headers": True,
    },
}


def connections() -> Config:
    kind = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions"
    options = {
        "@type": f"type.googleapis.com/{kind}",
        "common_http_protocol_options": {"idle_timeout": IDLE},
        "explicit_http_config": {"http_protocol_options": {}},
    }
    return {
        "connect_timeout": CONNECT,
        "typed_extension_protocol_options": {kind: options},
        "circuit_breakers": {"thresholds": [{"max_retries": 100}]},
    }


def app(port: int) -> Config:
    host = {"endpoint": {"address": _address(port)}}
    return {"cluster_name": "app", "endpoints": [{"lb_endpoints": [host]}]}


def _address(port: int) -> Config:
    return {"socket_address": {"address": "127.0.0.1", "port_value": port}}
