"""A service as a process of its own, with nothing of ours in reach but itself, the chassis, its
server, the rules, and the site that the gateway serves. It is started by the words of parts.toml.
"""

import os
import shutil
import subprocess
import sys
import time
import tomllib
from contextlib import contextmanager
from pathlib import Path

from local import ports, readiness

ROOT = Path(__file__).parents[2]
SERVICES = ROOT / "stage2-services"
UP_WITHIN = 60
DOWN_WITHIN = 20


def copied(service, folder):
    """A folder to run the service in. Beside it, as in the repository, the goods: none."""
    shared = [ROOT / "shared" / name for name in ("shop_rules", "serving", "spans", "storefront")]
    for source in (SERVICES / service, SERVICES / "chassis", *shared):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(source, folder / source.name, ignore=ignored, dirs_exist_ok=True)
    goods = folder.parent / "shared" / "catalog"
    goods.mkdir(parents=True, exist_ok=True)
    (goods / "products.json").write_text("[]")
    return folder


def environment(folder, settings):
    """These settings, and nothing else of this machine's but where its programs are."""
    own = {"PYTHONPATH": str(folder), "PATH": os.environ["PATH"], "MALLOC_ARENA_MAX": "2"}
    return {**own, "DATA": str(folder / "data"), **settings}


@contextmanager
def running(part, folder, env):
    """Migrated and ready; the address, if it has one. part: of parts.toml."""
    described = tomllib.loads((SERVICES / "parts.toml").read_text())["parts"][part]
    values = {"python": sys.executable, "port": ports.free(), "data": folder, "name": part}
    env = {**env, "READY_FILE": described["env"].get("READY_FILE", "").format_map(values)}
    for words in described.get("before", []):
        run(words, folder, env)
    ready = described["ready"].format_map(values)
    with _process(described["command"], folder, env, values) as (process, log):
        _wait_until_up(process, ready, values["port"], log)
        yield f"http://127.0.0.1:{values['port']}"


def run(words, folder, env):
    """What it printed. AssertionError with all of it if it fails."""
    words = [word.replace("{python}", sys.executable) for word in words]
    done = subprocess.run(words, cwd=folder, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextmanager
def _process(command, folder, env, values):
    words = [word.format_map(values) for word in command]
    log = folder / f"{values['name']}.log"
    with log.open("w") as file:
        process = subprocess.Popen(words, cwd=folder, env=env, stdout=file, stderr=file)
    try:
        yield process, log
    finally:
        process.terminate()
        try:
            process.wait(DOWN_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_up(process, ready, port, log):
    deadline = time.monotonic() + UP_WITHIN
    while not readiness.is_ready(ready, port):
        assert process.poll() is None and time.monotonic() < deadline, log.read_text()[-3000:]
        time.sleep(0.05)
