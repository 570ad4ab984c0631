"""`python -m tests.verify [part …]`: everything at full length, part by part.

A part that passed on this very source is not run again, so a run that was cut short goes on
where it was. Each part is a command that can be typed by itself. WHAT names parts as well, and
WHAT=page writes docs/measured/verify.md.
"""

import os
import subprocess
import sys
import time

from local import command
from local.refusal import Refusal
from machinery import variants

from . import verified
from .mutants.record import ROOT

# What other work may have set in a shell, and what libraries of the parts would read.
POLLUTED = {
    "CELERY_BROKER_URL": "amqp://192.0.2.1",
    "PGSSLMODE": "verify-full",
    "PGHOSTADDR": "192.0.2.1",
    "PGSERVICE": "elsewhere",
    "GRANIAN_SSL_KEYFILE": "/nope",
    "FLASK_DEBUG": "1",
    "REDIS_URL": "redis://192.0.2.1",
    "AWS_PROFILE": "work",
    "OTEL_EXPORTER_OTLP_ENDPOINT": "http://192.0.2.1",
    "LC_ALL": "de_DE.ISO-8859-1",
    "LANGUAGE": "tr_TR",
    "TZ": "Pacific/Kiritimati",
}
# How `make verify WHAT=…` reaches its own children: none of them is to take it for its own.
OURS = ("WHAT", "MAKEFLAGS")
VERSION_2 = ("suite-version-2", "schemathesis-version-2", "differential-version-2")
FEATURES = ("elsewhere", "roles", "imports", "clicks")  # faults of one feature each
COUNTED = ("shop", "sandbox", "parts", "hosts", "again", "restart", *FEATURES)


def faults(what, db, stage="1", kills=100):
    command = ["tests.faults", "--stage", stage, "--what", what, "--db", db, "--resume"]
    kills = 50 if what in FEATURES else kills
    return command + (["--kills", str(kills)] if what in COUNTED else [])


def faults_of_variants():
    """{part: its command}: all plans of the stage, and those that only the variant has."""
    found = {}
    for name in variants.names():
        about = variants.read(name)
        if "fails" not in about:
            found[f"faults-variant-{name}"] = ["machinery.variants", name, "faults"]
        for what in about.get("faults", []):
            words = ["machinery.variants", name, "faults", f"WHAT={what}", "KILLS=50", "RESUME=on"]
            found[f"faults-variant-{name}-{what}"] = words
    return found


PARTS = {
    "suite-sqlite": ["tests.drivers", "contract", "--long"],
    "suite-postgres": ["tests.drivers", "contract", "--long"],
    "suite-services": ["tests.drivers", "contract", "--long"],
    "suite-functions": ["tests.drivers", "contract", "--long"],
    **{
        f"suite-restarted-{shop}": ["tests.drivers", "contract"]
        for shop in ("sqlite", "postgres", "services", "functions")
    },
    **{
        f"suite-version-2-{shop}": ["tests.drivers", "contract", "--long"]
        for shop in ("sqlite", "services", "functions")
    },
    **{
        f"attacks-{shop}": ["tests.drivers", "attacks"]
        for shop in ("sqlite", "postgres", "services", "functions")
    },
    **{
        f"control-room-{shop}": ["pytest", "tests/control_room", "--beside-a-stage"]
        for shop in ("sqlite", "services", "functions")
    },
    "moving-day": ["pytest", "tests/control_room/test_moving_for_real.py", "--all-stages"],
    "compare": ["pytest", "tests/control_room/test_compare_for_real.py", "--all-stages"],
    **{
        f"storefront-{shop}": ["tests.drivers", "storefront"]
        for shop in ("sqlite", "services", "functions")
    },
    **{
        f"polluted-shell-{shop}": ["tests.drivers", "contract", "tests/contract/test_payments.py"]
        for shop in ("sqlite", "postgres", "services", "functions")
    },
    "schemathesis-sqlite": ["tests.schemathesis"],
    "schemathesis-postgres": ["tests.schemathesis"],
    "schemathesis-services": ["tests.schemathesis"],
    "schemathesis-functions": ["tests.schemathesis"],
    **{
        f"schemathesis-version-2-{shop}": ["tests.schemathesis"]
        for shop in ("sqlite", "services", "functions")
    },
    "claims": ["tests.claims", "--check"],
    "stage3": ["pytest", "tests/stage3", "--kill-aws"],
    "move": ["pytest", "tests/move", "--whole-move"],
    **{
        f"move-{moved}": ["tests.move", "contract", "--moved", str(moved), "-q", "-n", "2"]
        for moved in (0, 1, 2, 3, 4)
    },
    "move-version-2": ["tests.move", "contract", "--moved", "2", "--api", "2", "-q", "-n", "2"],
    "move-moving": ["tests.move", "contract", "--every", "20", "-q", "-n", "2"],
    "move-differential": ["tests.move", "differential", "--every", "20"],
    "faults-move": ["tests.faults", "--move", "1-2", "--kills", "300", "--resume"],
    "restarts": ["pytest", "tests/restarts", "--three-times"],
    "course": ["pytest", "tests/course", "--whole-course"],
    **{
        f"bench-{what}": ["tests.bench", "--quick", *words]
        for what, words in {
            "stage1": ["--stage", "1"],
            "stage2": ["--stage", "2"],
            "stage3": ["--stage", "3"],
            "profile": ["--stage", "1", "--what", "profile"],
            "memory": ["--what", "memory"],
            "xray": ["--stage", "2", "--what", "xray"],
            "race": ["--what", "race"],
            "events": ["--what", "events"],
            "versions": ["--stage", "1", "--what", "versions"],
            "move": ["--move", "1-2"],
        }.items()
    },
    "growth": ["pytest", "tests/stage1/test_growth.py", "--full-size"],
    **{f"variant-{name}": ["machinery.variants", name, "contract"] for name in variants.names()},
    **faults_of_variants(),
    **{f"branch-{number}": ["tests.course.branch", number] for number in "123"},
    **{
        f"differential-{seed}": ["tests.differential", "--sequences", "100", "--seed", seed]
        for seed in "12345"
    },
    "differential-postgres": [
        "tests.differential",
        "--stages",
        "1-postgres,2",
        "--sequences",
        "100",
    ],
    "differential-version-2": ["tests.differential", "--sequences", "100"],
    "differential-restarted": ["tests.differential", "--sequences", "100", "--restarted"],
    "mutants": ["tests.mutants", "--resume"],
    "mutants-services": ["tests.mutants", "--stage", "2", "--resume"],
    "mutants-functions": ["tests.mutants", "--stage", "3", "--resume"],
    **{
        f"faults-{what}-{db}": faults(what, db)
        for what in ("points", "provider", "patience", "restarted", "shop", "sandbox", *FEATURES)
        for db in ("sqlite", "postgres")
    },
    **{
        f"faults-stage2-{what}": faults(what, "postgres", stage="2", kills=320)
        for what in ("points", "provider", "patience", "restarted", "twice", "parts", *FEATURES)
    },
    **{
        f"faults-stage3-{what}": faults(what, "dynamodb", stage="3", kills=50)
        for what in (
            "breaks",
            "hosts",
            "again",
            "restart",
            "restarted",
            "sandbox",
            "provider",
            "patience",
            *FEATURES,
        )
    },
}


def main(names):
    record = verified.Record()
    if names == ["page"]:
        return verified.write(record, PARTS)
    unknown = set(names) - set(PARTS)
    if unknown:
        raise Refusal(f"There is no {', '.join(sorted(unknown))}. There are: {', '.join(PARTS)}.")
    with command.takes("1 to 40 minutes for a part, half a day for all,"):
        results = {name: run(name, record) for name in names or PARTS}
    for name, ok in results.items():
        print(f"{name:22} {'passed' if ok else 'FAILED'}")
    return 0 if all(results.values()) else 1


def run(name, record):
    found = record.found().get(name)
    if found and found.passed:
        print(f"{name}: passed before on this source, in {found.seconds} s", flush=True)
        return True
    print(f"--- {name}: python -m {' '.join(PARTS[name])}", flush=True)
    started = time.monotonic()
    ok = subprocess.run(words_of(name), cwd=ROOT, env=settings(name)).returncode == 0
    record.note(name, ok, time.monotonic() - started)
    return ok


def settings(name):
    """The environment of a part."""
    return {each: value for each, value in os.environ.items() if each not in OURS} | which(name)


def which(name):
    """The shop that a part is about; a variant knows its own."""
    if name.startswith(("variant-", "faults-variant-")):
        return {}
    again = {"RESTARTED": "1"} if name.startswith("suite-restarted") else {}
    again |= {"API": "2"} if name.startswith(VERSION_2) else {}
    again |= POLLUTED if name.startswith("polluted-shell") else {}
    if name.endswith("services"):
        return again | {"STAGE": "2", "DB": "postgres"}
    if name.endswith("functions"):
        return again | {"STAGE": "3", "DB": "dynamodb"}
    return again | {"STAGE": "1", "DB": "postgres" if name.endswith("postgres") else "sqlite"}


def words_of(name):
    return [sys.executable, "-m", *PARTS[name]]


if __name__ == "__main__":
    sys.exit(command.run(main, sys.argv[1:] or os.environ.get("WHAT", "").split()))
