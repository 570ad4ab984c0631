"""GET / describes this process; GET /health checks that its ledger can be read."""

from flask import Blueprint, g, render_template, request

about = Blueprint("about", __name__)


@about.get("/")
def page() -> str:
    return render_template("about.html", address=request.host_url.rstrip("/"))


@about.get("/health")
def health() -> dict[str, str]:
    with g.ledger.reading() as db:
        db.execute("SELECT 1 FROM intents LIMIT 1").fetchone()
    return {"status": "ok"}
