"""The control plane: tells all Envoys where the copies of each service listen, within 0.1 s.

`python -m mesh.control FOLDER`. The supervisor lists the ready copies (services.json), and each pod
says at which port its Envoy listens. An Envoy notices a file only if it is replaced as a whole. If
the control plane dies, the Envoys go on with what they know.
https://www.envoyproxy.io/docs/envoy/latest/start/quick-start/configuration-dynamic-filesystem
"""

import json
import os
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

from chassis.config import SERVICES

LOOK_EVERY = 0.1  # seconds
ASSIGNMENT = "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment"


def main(folder: Path) -> None:
    """FOLDER/pods/PORT holds a pod's own port; FOLDER/endpoints/orders.json is written."""
    told: dict[str, str] = {}
    for name in ("pods", "endpoints"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    while os.getppid() > 1:
        listed = _read(folder.parent / "services.json")
        for service in SERVICES:
            ports = [_port(folder / "pods", url) for url in listed.get(service, [])]
            content = endpoints(service, [port for port in ports if port])
            if told.get(service) != content:
                replace(folder / "endpoints" / f"{service}.json", content)
                told[service] = content
        (folder / "ready").touch()
        time.sleep(LOOK_EVERY)


def endpoints(service: str, ports: list[int]) -> str:
    """What Envoy's endpoint discovery service (EDS) says of it."""
    hosts = [
        {"endpoint": {"address": {"socket_address": {"address": "127.0.0.1", "port_value": port}}}}
        for port in ports
    ]
    resource = {"@type": ASSIGNMENT, "cluster_name": service}
    resource["endpoints"] = [{"lb_endpoints": hosts}]  # type: ignore[assignment]
    return json.dumps({"version_info": "1", "resources": [resource]})


def replace(file: Path, content: str) -> None:
    new = file.with_suffix(".new")
    new.write_text(content, encoding="utf-8")
    new.replace(file)


def _read(file: Path) -> dict[str, list[str]]:
    try:
        return json.loads(file.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}


def _port(pods: Path, url: str) -> int:
    try:
        return int((pods / str(urlsplit(url).port)).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return 0


if __name__ == "__main__":
    main(Path(sys.argv[1]))
