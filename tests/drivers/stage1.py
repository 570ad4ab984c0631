from pathlib import Path

from . import stage

DATABASES = ("sqlite", "postgres")
SOURCE = stage.ROOT / "stage1-monolith"


def running(*, data: Path, db="sqlite", source=None, env=None):
    """db: "sqlite", "postgres" or the URL of a database. source: a changed copy of SOURCE."""
    name = "DATABASE_URL" if "://" in db else "DB"
    return stage.running(source or SOURCE, data, {**(env or {}), name: db})
