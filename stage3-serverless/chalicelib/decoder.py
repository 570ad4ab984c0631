"""Decodes images in a child process with limits.

An image of a few kilobytes can keep a decoder busy for minutes, fill the memory, or crash it. A
child that is killed takes nothing down with it: no other request, and no order that is being
settled. The child gets only the bytes of the image: no environment, no open connection. It is
not a sandbox: code that took over the decoder has all the permissions of this user.
"""

import importlib.util
import signal
import subprocess
import sys
import threading
from pathlib import Path

from shop_rules.errors import Invalid, ShopError, Unavailable

from . import telemetry

CPU_SECONDS = 5
MEMORY_BYTES = 512 * 1024 * 1024
AT_ONCE = 2  # children of this process
WAIT_SECONDS = 10  # until a child can begin
PATIENCE_SECONDS = 25  # until it ends, on a busy machine
DAMAGED, TOO_LARGE = 3, 4  # exit codes of a child that could not decode

# --8<-- [start:child]
# Only macOS does not limit the memory of a process.
CHILD = """
import os, resource, sys
seconds, memory, *paths = sys.argv[1:]

def limit(what, most):
    hard = resource.getrlimit(what)[1]
    if hard == resource.RLIM_INFINITY or hard > most:  # this shell may allow less
        resource.setrlimit(what, (most, most))

limit(resource.RLIMIT_CPU, int(seconds))
limit(resource.RLIMIT_CORE, 0)
if sys.platform != "darwin":
    limit(resource.RLIMIT_AS, int(memory))
sys.path += paths
from shop_rules.thumbnails import thumbnail
try:
    made = thumbnail(sys.stdin.buffer.read())
except MemoryError:
    os._exit(4)
except Exception as error:
    print(error)
    sys.exit(3)
sys.stdout.buffer.write(made)
"""
# --8<-- [end:child]

Child = subprocess.CompletedProcess[bytes]
_places = threading.BoundedSemaphore(AT_ONCE)


def thumbnail(content: bytes) -> bytes:
    """The thumbnail, as WebP. Invalid for an image that cannot be decoded within the limits.

    Unavailable if no child could try: the image may be fine.
    """
    if not _places.acquire(timeout=WAIT_SECONDS):
        raise Unavailable("Other images are being decoded.")
    try:
        child = _run(content)
    finally:
        _places.release()
    if child.returncode == 0:
        return child.stdout
    raise _refusal(child)


def _run(content: bytes) -> Child:
    limits = [str(CPU_SECONDS), str(MEMORY_BYTES)]
    words = [sys.executable, "-I", "-S", "-W", "ignore", "-c", CHILD, *limits, *_paths()]
    try:
        return subprocess.run(
            words,
            input=content,
            capture_output=True,
            timeout=PATIENCE_SECONDS,
            env={"LD_LIBRARY_PATH": f"{sys.base_prefix}/lib"},
            cwd="/",
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _unavailable(str(error)) from None


def _paths() -> list[str]:
    """Where a Python without site-packages finds Pillow and the rules. Pillow is not imported."""
    found = (importlib.util.find_spec(name) for name in ("PIL", "shop_rules"))
    return [str(Path(spec.origin).parents[1]) for spec in found if spec and spec.origin]


def _refusal(child: Child) -> ShopError:
    if child.returncode == DAMAGED:
        reason = child.stdout.decode(errors="replace").strip()[:200]
        telemetry.write("image not decoded", reason=reason)
        return Invalid("The image can't be decoded: its pixels are damaged.")
    if child.returncode == TOO_LARGE or child.returncode < 0 and not _was_stopped(child):
        telemetry.write("image not decoded", level=30, exit_code=child.returncode)
        return Invalid("The image takes more time or memory to decode than an image may.")
    return _unavailable(child.stderr.decode(errors="replace")[-500:])


def _was_stopped(child: Child) -> bool:
    """Whether a signal that stops this process has stopped the child too."""
    return -child.returncode in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def _unavailable(reason: str) -> Unavailable:
    telemetry.write("decoder unavailable", level=40, error=reason)
    return Unavailable("The image could not be checked now.")
