from pathlib import Path

from . import stage
from .stage import Environ, Running

DATABASES = ("postgres",)  # one for each service
SOURCE = stage.ROOT / "stage2-services"


def running(
    *, data: Path, db: str | None = None, source: Path | None = None, env: Environ | None = None
) -> Running:
    """Run stage 2. db: only "postgres". source: a changed copy of SOURCE."""
    return stage.running(source or SOURCE, data, env or {})
