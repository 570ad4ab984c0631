"""For the shop's operators: this service's liveness, readiness, and metrics."""

from collections.abc import Callable, Mapping

from flask import Blueprint, Response, request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from serving import inside
from serving.lately import Lately
from shop_rules.errors import NotFound, Unavailable

from . import http, telemetry
from .config import config

Checks = Mapping[str, Callable[[], bool]]  # {dependency: is it up?}


def blueprint(needed: Checks, used: Checks | None = None) -> Blueprint:
    """Health, readiness, metrics. Not ready if one of `needed` is down; one of `used` may be."""
    bp = Blueprint("operations", __name__)
    used = {name: Lately(is_up) for name, is_up in (used or {}).items()}

    @bp.get("/health")
    def health() -> Response:
        return http.answer({"status": "ok"})

    @bp.get("/ready")
    def ready() -> Response:
        asked = {**needed, **used}
        found = {name: "ok" if is_up() else "unreachable" for name, is_up in asked.items()}
        if any(found[name] != "ok" for name in needed):
            raise Unavailable("A dependency of this service is unavailable.", dependencies=found)
        return http.answer({"dependencies": found})

    @bp.get("/metrics")
    def metrics() -> Response:
        if not inside.may_scrape(request.headers.get("Authorization"), config().metrics_token):
            raise NotFound("No such path.")
        return Response(generate_latest(telemetry.metrics), content_type=CONTENT_TYPE_LATEST)

    return bp
