"""What the gateway answers itself: liveness and readiness of the shop. It serves its metrics on a
port of their own."""

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from serving import inside
from serving.asgi import Answer
from shop_rules.errors import MethodNotAllowed, Unavailable

from chassis import discovery, telemetry
from chassis.config import BASE, SERVICES, config

from .answers import answer

ASK_SECONDS = 3

Answering = Callable[[aiohttp.ClientSession], Awaitable[Answer]]


async def health(_session: aiohttp.ClientSession) -> Answer:
    return answer({"status": "ok"})


async def ready(session: aiohttp.ClientSession) -> Answer:
    """Each service by name, and what the services say of their own dependencies.

    A service that is down takes only its own part of the shop with it, so the gateway is unready
    only if all of them are down.
    """
    found = await asyncio.gather(*(_asked(session, service) for service in SERVICES))
    dependencies: dict[str, str] = {}
    for of_one in found:
        for name, state in of_one.items():
            if dependencies.get(name) != "unreachable":
                dependencies[name] = state
    if all(dependencies[service] != "ok" for service in SERVICES):
        raise Unavailable("No service answers.", dependencies=dependencies)
    return answer({"dependencies": dependencies})


def serve_metrics() -> None:
    """Serve them on a port of their own, if there is one; the public port answers 404."""
    if config().metrics_port:
        inside.listen(
            config().metrics_host, config().metrics_port, config().metrics_token, _metrics
        )


def _metrics() -> tuple[str, bytes]:
    return CONTENT_TYPE_LATEST, generate_latest(telemetry.metrics)


_PATHS: dict[str, Answering] = {"/health": health, "/ready": ready}


def at(path: str, method: str) -> Answering | None:
    """The function that answers, or None if this path is a service's."""
    if path in _PATHS and method == "OPTIONS":
        return _options
    if path in _PATHS and method not in ("GET", "HEAD"):
        raise MethodNotAllowed("GET, HEAD, OPTIONS")
    return _PATHS.get(path)


async def _options(_session: aiohttp.ClientSession) -> Answer:
    return 204, [(b"allow", b"GET, HEAD, OPTIONS")], b""


async def _asked(session: aiohttp.ClientSession, service: str) -> dict[str, str]:
    """{name: "ok" | "unreachable"} of the service and its dependencies."""
    for address in discovery.addresses(service):
        try:
            patience = aiohttp.ClientTimeout(total=ASK_SECONDS, sock_connect=1)
            async with session.get(f"{address}{BASE}/ready", timeout=patience) as found:
                told = await found.json(content_type=None)
                dependencies = told.get("data", told)["dependencies"]
                return {service: "ok" if found.status == 200 else "unreachable", **dependencies}
        except (aiohttp.ClientError, TimeoutError):
            continue
    return {service: "unreachable"}
