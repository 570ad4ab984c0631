from pathlib import Path

from . import stage

SOURCE = stage.ROOT / "stage2-services"


def running(*, data: Path, db="postgres", source=None, env=None):
    """db: PostgreSQL is all it knows. source: a changed copy of SOURCE."""
    return stage.running(source or SOURCE, data, env or {})
