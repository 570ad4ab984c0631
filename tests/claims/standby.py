"""What the claim read-replica does to the two databases of the variant: lag, cut off, promote."""

import signal
import time
from contextlib import contextmanager, suppress

import psutil
import psycopg

LAG = """
SELECT pg_current_wal_lsn() - replay_lsn, coalesce(extract(epoch FROM replay_lag), 0) * 1000
FROM pg_stat_replication
"""
LOOK_EVERY = 0.02  # seconds


def connected(stage, part, database="postgres", user="standby"):
    """To one of the two servers, in a database that this user may enter."""
    secret = stage.secret(f"{user}_database")
    port = stage.run["parts"][part]["port"]
    url = f"postgresql://{user}:{secret}@127.0.0.1:{port}/{database}"
    return psycopg.connect(url, autocommit=True, connect_timeout=5)


def lags(stage, seconds):
    """[(bytes, milliseconds)] that the standby was behind, sampled for that long."""
    found, until = [], time.monotonic() + seconds
    with connected(stage, "postgres") as connection:
        while time.monotonic() < until:
            found += connection.execute(LAG).fetchall()
            time.sleep(LOOK_EVERY)
    return [(int(size), float(ms)) for size, ms in found]


@contextmanager
def late(stage, milliseconds):
    """The standby replays each commit that much later, as if it were overloaded."""
    file = stage.data / "standby/postgresql.auto.conf"
    before = file.read_text("utf-8")
    for text in (f"{before}\nrecovery_min_apply_delay = {milliseconds}\n", before):
        file.write_text(text, "utf-8")
        psutil.Process(stage.pid("standby")).send_signal(signal.SIGHUP)
        time.sleep(0.5)  # to read it
        if text != before:
            yield


@contextmanager
def cut_off(stage):
    """The primary sends the standby nothing, as if the line between them were cut."""
    sender = next(each for each in processes(stage, "postgres") if "walsender" in title(each))
    sender.suspend()
    yield
    with suppress(psutil.NoSuchProcess):
        sender.resume()


@contextmanager
def lost(stage):
    """The primary is silent, as if its machine had failed."""
    stopped = processes(stage, "postgres")
    for each in stopped:
        each.suspend()
    yield
    for each in stopped:
        with suppress(psutil.NoSuchProcess):
            each.resume()


def promoted(stage):
    """Seconds until the standby is a primary."""
    started = time.monotonic()
    with connected(stage, "standby") as connection:
        assert connection.execute("SELECT pg_promote()").fetchone() == (True,)
    return time.monotonic() - started


def prices(stage):
    """{product id: price} that the catalog finds on the standby."""
    with connected(stage, "standby", "catalog", "catalog") as connection:
        return dict(connection.execute("SELECT id, price FROM products").fetchall())


def processes(stage, part):
    first = psutil.Process(stage.pid(part))
    return [first, *first.children(recursive=True)]


def title(process):
    return " ".join(process.cmdline())
