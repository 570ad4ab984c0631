"""TCP ports of 127.0.0.1."""

import random
import socket
import time
from collections.abc import Collection

import psutil

# Below the ephemeral range: the system could give a port from that range to an outgoing
# connection while the part that listens there restarts.
FREE = range(15000, 32000)
STEP, LAST = 10, 65536  # as a user would take another port

_chance = random.SystemRandom()  # a seed that others set too would give them the same ports
_locks: list[socket.socket] = []  # of the ports that this process has reserved


def free(but: Collection[int] = ()) -> int:
    """A free port that is not in `but`."""
    while True:
        port = _chance.choice(FREE)
        if port not in but and is_free(port):
            return port


def near(port: int) -> int:
    """This port, or the first of port + 10, + 20, … that is free. It is reserved."""
    return next(n for n in range(port, LAST, STEP) if reserve(n) and is_free(n))


def is_free(port: int) -> bool:
    return _can_listen(port) and not _somebody_answers(port)


def becomes_free(port: int, within: float) -> bool:
    """True once the port is free. within: seconds to wait for it."""
    deadline = time.monotonic() + within
    while not is_free(port):
        if time.monotonic() >= deadline:
            return False
        time.sleep(0.05)
    return True


def reserve(port: int) -> bool:
    """Reserve the port until this process ends. False if another process has reserved it.

    Granian shares its port with any other process of this user (SO_REUSEPORT), so two stages that
    start at the same moment would both get it. A UDP socket on that port is exclusive, does not
    disturb TCP clients, and is closed by the system however the process ends.
    """
    lock = socket.socket(type=socket.SOCK_DGRAM)
    try:
        lock.bind(("127.0.0.1", port))
    except OSError:
        lock.close()
        return False
    _locks.append(lock)
    return True


def user_of(port: int) -> str:
    """The process that listens there, in words, as far as this user may see it."""
    try:
        found = [c for c in psutil.net_connections("tcp") if c.status == psutil.CONN_LISTEN]
        pid = next(c.pid for c in found if c.laddr and c.laddr.port == port and c.pid)
        return f"{psutil.Process(pid).name()} (pid {pid})"
    except (psutil.Error, StopIteration):
        return f"another program (`lsof -i :{port}` may name it)"


def _can_listen(port: int) -> bool:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _somebody_answers(port: int) -> bool:
    """True if a server answers. Needed on macOS, where 127.0.0.1 can be bound despite a listener on
    all addresses."""
    with socket.socket() as client:
        client.settimeout(1)
        return client.connect_ex(("127.0.0.1", port)) == 0
