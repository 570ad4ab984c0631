"""For those who run the shop: is it alive, can it work, what does it count?"""

from flask import Blueprint, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from shop_rules.errors import Unavailable

from . import db, http
from .payments import provider

bp = Blueprint("operations", __name__)


@bp.get("/health")
def health():
    return http.answer({"status": "ok"})


@bp.get("/ready")
def ready():
    """The provider may be away: orders are taken all the same, and settled when it is back."""
    dependencies = {
        "database": "ok" if db.is_up() else "unreachable",
        "payment_provider": "ok" if provider.is_up() else "unreachable",
    }
    if dependencies["database"] != "ok":
        raise Unavailable("The database does not answer.", dependencies=dependencies)
    return http.answer({"dependencies": dependencies})


@bp.get("/metrics")
def metrics():
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)
