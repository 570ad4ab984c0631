"""Is a part up? Asked again and again until it is, so "no" must come quickly.

How to ask, in parts.toml: "/path" (HTTP: 200), "tcp" (a connection), "postgresql://…" (a
sign-in), "redis://:password@…" (PONG), "" (nothing to ask: it is up when it runs).
"""

import http.client
import socket
from urllib.parse import urlsplit

PATIENCE = 2  # seconds


def is_ready(how, port):
    if how.startswith("/"):
        return _answers(port, how)
    if how.startswith("postgresql://"):
        return _lets_in(how)
    if how.startswith("redis://"):
        return _says_pong(urlsplit(how))
    return how != "tcp" or _listens(port)


def _answers(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _listens(port):
    with socket.socket() as client:
        client.settimeout(PATIENCE)
        return client.connect_ex(("127.0.0.1", port)) == 0


def _lets_in(url):
    """PostgreSQL listens before it has recovered from a crash, so a connection says little."""
    import psycopg

    try:
        psycopg.connect(url, connect_timeout=PATIENCE).close()
    except psycopg.OperationalError:
        return False
    return True


def _says_pong(url):
    """Redis answers LOADING for as long as it reads its file."""
    try:
        with socket.create_connection((url.hostname, url.port), timeout=PATIENCE) as client:
            client.sendall(f"AUTH {url.password}\r\nPING\r\n".encode())
            answers = client.makefile("rb")
            return [answers.readline(), answers.readline()] == [b"+OK\r\n", b"+PONG\r\n"]
    except OSError:
        return False
