"""`python -m replication.primary FOLDER PORT`: local.postgres, with a role for a standby.

https://www.postgresql.org/docs/current/warm-standby.html#STREAMING-REPLICATION
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from local import postgres
from local.postgres_files import make
from local.refusal import Refusal

from . import NAME, PASSWORD


def main(folder: str, port: str) -> str:
    databases = os.environ["POSTGRES_DATABASES"].split()
    try:
        owners = postgres.owners(databases, os.environ)
        make(Path(folder), owners, _followed(os.environ[PASSWORD]))
    except Refusal as refusal:
        return str(refusal)
    return postgres.main(folder, port)


# --8<-- [start:followed]
def _followed(password: str) -> Iterator[str]:
    """SQL for the standby's role, which reads the log, sees how far it is, and may promote."""
    secret = password.replace("'", "''")
    yield f"CREATE ROLE {NAME} LOGIN REPLICATION PASSWORD '{secret}'"
    yield f"GRANT pg_monitor TO {NAME}"
    yield f"GRANT CONNECT ON DATABASE postgres TO {NAME}"
    yield f"GRANT EXECUTE ON FUNCTION pg_promote(boolean, integer) TO {NAME}"
    # By default no commit waits for the standby. One that shall sets synchronous_commit itself.
    yield f"ALTER SYSTEM SET synchronous_standby_names = '{NAME}'"
    yield "ALTER SYSTEM SET synchronous_commit = 'local'"
    # Of the log, for a standby that is down: its disk must not fill the primary's.
    yield "ALTER SYSTEM SET max_slot_wal_keep_size = '256MB'"


# --8<-- [end:followed]
if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
