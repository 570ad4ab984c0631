"""`python -m chassis.migrate accounts`: migrate a service's database to the newest revision.

Run it before the service's new version starts. Each service has its own migrations.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from .config import config

if TYPE_CHECKING:
    from alembic.config import Config

SERVICES = Path(__file__).parents[1]


def main(service: str) -> None:
    folder = SERVICES / service / "migrations"
    newest = max(path.stem.split("_")[0] for path in folder.glob("[0-9]*.py"))
    if _revision() != newest:  # this check is fast, importing alembic is not
        _upgrade(folder)


def alembic_config(folder: Path) -> "Config":
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    made.set_main_option("version_locations", str(folder))
    made.set_main_option("path_separator", "os")
    return made


def _revision() -> str | None:
    url = config().database_url.replace("+psycopg", "")
    with psycopg.connect(url, connect_timeout=5) as connection:
        known = connection.execute("SELECT to_regclass('alembic_version')").fetchone()
        if not known or known[0] is None:
            return None
        found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return found[0] if found else None


def _upgrade(folder: Path) -> None:
    from alembic import command

    command.upgrade(alembic_config(folder), "head")


if __name__ == "__main__":
    main(sys.argv[1])
