"""Any address on this machine under the load that the stages are measured with: URL=http://…"""

from urllib.parse import urlsplit

from local import command
from local.refusal import Refusal

from . import load
from .figures import middle
from .report import PERCENTILES, Table, compared

HERE = ("127.0.0.1", "localhost", "::1")


def address(given):
    """The URL, if it is one of this machine: load is sent nowhere else."""
    url = command.url("URL", given)
    there = urlsplit(url)
    if there.scheme != "http" or there.hostname not in HERE or not there.port:
        raise Refusal(f"URL={given} is not on this machine, such as URL=http://127.0.0.1:8001/…")
    return url


def measured(url, size):
    try:
        rounds = [load.reads(url, size.seconds) for _ in range(size.rounds)]
    except (OSError, RuntimeError, IndexError, ValueError) as error:
        raise Refusal(f"GET {url}: {error or type(error).__name__}") from None
    rows = [compared(urlsplit(url).path or "/", middle(rounds), None)]
    remark = f"{load.CLIENTS} clients, each asks when it is answered."
    yield Table(f"GET {url}", PERCENTILES, rows, remark)
