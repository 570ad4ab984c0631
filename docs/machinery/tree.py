"""Finds the same file in each stage: <room>/<feature>/<role>.py."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = {
    "1": "stage1-monolith/shop",
    "2": "stage2-services",
    "3": "stage3-serverless/chalicelib",
}
FEATURES = ("accounts", "catalog", "inventory", "cart", "orders", "payments", "notifications")

# In reading order: from the request inwards, then what runs after the response.
ROLES = (
    "routes",
    "identity_routes",
    "image_routes",
    "internal",
    "cookies",
    "usecases",
    "sign_ins",
    "elsewhere",
    "linking",
    "roles",
    "clickstream",
    "images",
    "importing",
    "exports",
    "store",
    "tables",
    "sessions",
    "endings",
    "authorizations",
    "identities",
    "audit",
    "visitors",
    "admins",
    "hashing",
    "closed",
    "search",
    "clicks",
    "imports",
    "reservations",
    "waiting",
    "peers",
    "provider",
    "tasks",
)


def file(stage: str, feature: str, role: str) -> str | None:
    """Its path below ROOT; None if that stage has no such file."""
    path = f"{ROOMS[stage]}/{feature}/{role}.py"
    return path if (ROOT / path).is_file() else None


def files(feature: str, role: str) -> dict[str, str | None]:
    """{stage: path or None}"""
    return {stage: file(stage, feature, role) for stage in ROOMS}


def roles(feature: str) -> list[str]:
    """The feature's roles that at least one stage has."""
    return [role for role in ROLES if any(files(feature, role).values())]
