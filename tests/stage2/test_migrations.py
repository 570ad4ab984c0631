"""The tables of each service are what its code says they are, once its database is up to date."""

import json

import psycopg
import pytest

from local import postgres

from . import alone

SERVICES = ("accounts", "catalog", "inventory", "orders", "payments", "notifications")

# Run by the service alone: no other service's tables are in its metadata.
LOOK = """
import importlib, json, sys
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from pathlib import Path
from chassis import db, migrate

service = sys.argv[1]
for file in Path(service).glob("*.py"):
    importlib.import_module(f"{service}.{file.stem}")

def names():
    return sorted(set(sa.inspect(db.engine()).get_table_names()) - {"alembic_version"})

def differences():
    with db.engine().connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), db.metadata)
        return [repr(each) for each in found]

def checks():
    inspector = sa.inspect(db.engine())
    return sorted(c["name"] for t in names() for c in inspector.get_check_constraints(t))

config = migrate.alembic_config(Path(service).resolve() / "migrations")
found = {"missing at first": len(differences())}
migrate.main(service)
migrate.main(service)
found |= {"tables": names(), "differences": differences(), "checks": checks()}
wanted = [c.name for t in db.metadata.tables.values() for c in t.constraints
          if isinstance(c, sa.CheckConstraint)]
found |= {"wanted": sorted(db.metadata.tables), "wanted checks": sorted(wanted)}
found["heads"] = len(ScriptDirectory.from_config(config).get_heads())
command.downgrade(config, "base")
found["left"] = names()
migrate.main(service)
found["differences after coming back"] = differences()
print(json.dumps(found))
"""


@pytest.fixture(params=SERVICES)
def seen(request, postgres_server, tmp_path):
    folder = alone.copied(request.param, tmp_path / "services")
    with postgres.database(postgres_server) as url:
        env = alone.environment(folder, {"SERVICE": request.param, "DATABASE_URL": url})
        yield json.loads(alone.run(["{python}", "-c", LOOK, request.param], folder, env))


def test_migrating_an_empty_database_makes_the_tables_of_the_code_and_back_again(seen):
    assert seen["missing at first"] >= len(seen["wanted"]) > 0
    assert seen["tables"] == seen["wanted"]
    assert seen["differences"] == seen["differences after coming back"] == []
    assert seen["checks"] == seen["wanted checks"]
    assert seen["heads"] == 1
    assert seen["left"] == []


def test_migrating_what_holds_something_keeps_it(postgres_server, tmp_path):
    folder = alone.copied("payments", tmp_path / "services")
    with postgres.database(postgres_server) as url:
        env = alone.environment(folder, {"SERVICE": "payments", "DATABASE_URL": url})
        migrate = ["{python}", "-m", "chassis.migrate", "payments"]
        alone.run(migrate, folder, env)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("INSERT INTO payments VALUES ('x', 'y', 'captured', 5, NULL)")
            alone.run(migrate, folder, env)
            assert connection.execute("SELECT count(*) FROM payments").fetchone() == (1,)
