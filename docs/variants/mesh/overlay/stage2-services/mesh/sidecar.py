"""The configuration of the Envoy beside a copy of a service.

Outbound, what this copy calls: http://127.0.0.1:{outbound}/catalog/… goes to a copy of catalog,
with this service's certificate, time-outs, retries where they do no harm, and without copies that
fail.
Inbound, what calls this copy: only with a certificate of the mesh, and the copy learns whose.
https://www.envoyproxy.io/docs/envoy/latest/api-v3/api
"""

from pathlib import Path
from typing import NamedTuple

from chassis.config import BASE, SERVICES

from .certificates import AUTHORITY, TRUST
from .forms import TYPE, Config, app, connections, listener

CALL, CHARGE, REQUEST = "5s", "40s", "60s"  # the chassis' own time-outs
RETRIES, PAUSE = 2, "0.05s"
FAILURES, EJECTED = 5, "2s"  # the breaker's: failures in a row, and how long it stays open
NEVER_SENT = "connect-failure,refused-stream"  # a retry does no harm to any request
UNANSWERED = f"{NEVER_SENT},reset"  # … of requests that are safe or idempotent
_TLS = f"{TYPE}extensions.transport_sockets.tls.v3."


class Ports(NamedTuple):
    app: int  # the copy's own, or 0
    inbound: int  # where others reach the copy, by mutual TLS
    outbound: int  # where the copy reaches others


def config(folder: Path, service: str, own: Ports, key: str) -> Config:
    """key: proves to the copy that a request has come through its Envoy."""
    listeners = [listener("outbound", own.outbound, [_to(each) for each in SERVICES])]
    clusters = [_cluster(folder, service, each) for each in SERVICES]
    if own.app and service in SERVICES:
        listeners.append(_inbound(folder, service, own.inbound, key))
        clusters.append({"name": "app", **connections(), "load_assignment": app(own.app)})
    resources = {"listeners": listeners, "clusters": clusters}
    return {"node": {"id": service, "cluster": "shop"}, "static_resources": resources}


# --8<-- [start:outbound]
def _to(service: str) -> Config:
    """The routes to a service. Only we know which requests are idempotent: Envoy can't."""
    # --8<-- [start:routes]
    internal = {"prefix": f"/{service}{BASE}/internal/"}
    safe = {"name": ":method", "string_match": {"safe_regex": {"regex": "GET|HEAD|OPTIONS"}}}
    public, seconds = {"prefix": f"/{service}/"}, CHARGE if service == "payments" else CALL
    again = {"retry_on": f"{UNANSWERED},retriable-status-codes", "retriable_status_codes": [503]}
    routes = [
        (internal, seconds, again, f"{BASE}/internal/"),
        (public | {"headers": [safe]}, REQUEST, {"retry_on": UNANSWERED}, "/"),
        (public, REQUEST, {"retry_on": NEVER_SENT}, "/"),
    ]
    # --8<-- [end:routes]
    return {
        "name": service,
        "routes": [
            {
                "match": match,
                "route": {
                    "cluster": service,
                    "timeout": timeout,
                    "prefix_rewrite": path,
                    "retry_policy": {**retry, "num_retries": RETRIES, **_ELSEWHERE},
                },
            }
            for match, timeout, retry, path in routes
        ],
    }


_ELSEWHERE = {
    "retry_back_off": {"base_interval": PAUSE},
    "retry_host_predicate": [
        {
            "name": "envoy.retry_host_predicates.previous_hosts",
            "typed_config": {
                "@type": f"{TYPE}extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate"
            },
        }
    ],
    "host_selection_retry_max_attempts": 3,
}


def _cluster(folder: Path, service: str, peer: str) -> Config:
    """The copies of a service: in turn, by mutual TLS, and without those that fail."""
    endpoints = folder / "endpoints"
    source = {
        "path": str(endpoints / f"{peer}.json"),
        "watched_directory": {"path": str(endpoints)},
    }
    trusted = _context(folder, service, {"exact": f"{TRUST}{peer}"})
    return {
        "name": peer,
        "type": "EDS",
        "eds_cluster_config": {"eds_config": {"path_config_source": source}},
        **connections(),
        "transport_socket": _socket("UpstreamTlsContext", {"common_tls_context": trusted}),
        "common_lb_config": {"healthy_panic_threshold": {"value": 0}},  # eject a lone copy, too
        "outlier_detection": {
            "split_external_local_origin_errors": True,
            "consecutive_local_origin_failure": FAILURES,
            "enforcing_consecutive_local_origin_failure": 100,
            "enforcing_local_origin_success_rate": 0,
            "enforcing_consecutive_5xx": 0,  # a 503 may be a service's own answer
            "enforcing_success_rate": 0,
            "interval": "0.5s",
            "base_ejection_time": EJECTED,
            "max_ejection_time": EJECTED,
            "max_ejection_percent": 100,
        },
    }


# --8<-- [end:outbound]
# --8<-- [start:inbound]
def _inbound(folder: Path, service: str, port: int, key: str) -> Config:
    """Any service may connect; which operation it may call, the service decides by its name."""
    route = {"match": {"prefix": "/"}, "route": {"cluster": "app", "timeout": "0s"}}
    told = {"x-mesh-caller": "%DOWNSTREAM_PEER_URI_SAN%", "x-pod-key": key}
    headers = [
        {"header": {"key": name, "value": value}, "append_action": "OVERWRITE_IF_EXISTS_OR_ADD"}
        for name, value in told.items()
    ]
    found = listener("inbound", port, [{"name": "app", "routes": [route]}], headers)
    known = _context(folder, service, {"prefix": TRUST})
    wanted = {"require_client_certificate": True, "common_tls_context": known}
    found["filter_chains"][0]["transport_socket"] = _socket("DownstreamTlsContext", wanted)
    return found


# --8<-- [end:inbound]
def _context(folder: Path, service: str, peer: Config) -> Config:
    """Shows this service's certificate, and accepts those of the authority with that name."""
    pair = {"certificate_chain": f"{service}.pem", "private_key": f"{service}.key"}
    names = [{"san_type": "URI", "matcher": peer}]
    authority = {"filename": str(folder / AUTHORITY)}
    return {
        "tls_certificates": [{k: {"filename": str(folder / v)} for k, v in pair.items()}],
        "validation_context": {"trusted_ca": authority, "match_typed_subject_alt_names": names},
    }


def _socket(kind: str, context: Config) -> Config:
    typed = {"@type": f"{_TLS}{kind}", **context}
    return {"name": "envoy.transport_sockets.tls", "typed_config": typed}
