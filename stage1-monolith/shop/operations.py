"""For the shop's operators: liveness, readiness, and metrics."""

from flask import Blueprint, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from serving import inside
from serving.lately import Lately
from shop_rules.errors import Unavailable

from . import db, http
from .config import config
from .payments import provider

bp = Blueprint("operations", __name__)
provider_is_up = Lately(lambda: provider.is_up())


@bp.get("/health")
def health() -> Response:
    return http.answer({"status": "ok"})


@bp.get("/ready")
def ready() -> Response:
    """Ready even while the provider is down: orders are accepted, and settled when it is back."""
    dependencies = {
        "database": "ok" if db.is_up() else "unreachable",
        "payment_provider": "ok" if provider_is_up() else "unreachable",
    }
    if dependencies["database"] != "ok":
        raise Unavailable("The database is unavailable.", dependencies=dependencies)
    return http.answer({"dependencies": dependencies})


def serve_metrics() -> None:
    """Serve them on a port of their own, if there is one; the public port answers 404."""
    if config().metrics_port:
        inside.listen(
            config().metrics_host, config().metrics_port, config().metrics_token, _metrics
        )


def _metrics() -> tuple[str, bytes]:
    return CONTENT_TYPE_LATEST, generate_latest()
