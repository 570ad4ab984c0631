from pathlib import Path

from . import stage
from .stage import Environ, Running

DATABASES = ("sqlite", "postgres")
SOURCE = stage.ROOT / "stage1-monolith"


def running(
    *, data: Path, db: str = "sqlite", source: Path | None = None, env: Environ | None = None
) -> Running:
    """Run stage 1. db: "sqlite", "postgres" or a URL. source: a changed copy of SOURCE."""
    name = "DATABASE_URL" if "://" in db else "DB"
    return stage.running(source or SOURCE, data, {**(env or {}), name: db})
