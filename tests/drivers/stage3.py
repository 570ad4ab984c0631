from pathlib import Path

from . import stage
from .stage import Environ, Running

DATABASES = ("dynamodb",)
SOURCE = stage.ROOT / "stage3-serverless"


def running(
    *, data: Path, db: str | None = None, source: Path | None = None, env: Environ | None = None
) -> Running:
    """Run stage 3. db: only DynamoDB. source: a changed copy of SOURCE."""
    return stage.running(source or SOURCE, data, env or {})
