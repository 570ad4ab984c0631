import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.drivers.__main__ import target
from tests.drivers.stage import ROOT
from .roles import ROLES

HERE = Path(__file__).parent


def run(settings, role, seed, options, folder):
    tally = Path(folder) / "tally.json"
    words = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(HERE / "schemathesis.toml")]
    words += ["run", str(ROOT / "shared/openapi.yaml"), "--seed", str(seed), "--no-color", *options]
    env = os.environ | settings | {"ROLE": role, "SEED": str(seed), "TALLY": str(tally)}
    start = time.time()
    done = subprocess.run(words, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    print(done.stdout)
    print(role, done.returncode, round(time.time() - start, 1))
    seen = json.loads(tally.read_text())
    for label, counts in seen["answers"].items():
        print(f"{label:60}", dict(sorted(counts.items())))
    print(seen["allowed"])


def main(words):
    seed = int(os.environ.get("SEED") or random.getrandbits(32))
    with target(os.environ) as settings, tempfile.TemporaryDirectory() as folder:
        for role in (os.environ.get("ROLES") or ",".join(ROLES)).split(","):
            run(settings, role, seed, words, folder)

sys.exit(main(sys.argv[1:]))
