"""What version 2 of the API costs beside version 1: the same reads of one shop, in turn."""

from . import figures, load, sites
from .report import PERCENTILES, Table, compared

READS = {"a product": "", "twenty products": "/products?limit=20"}


def measured(stage, size):
    """Tables, as they come. stage: "1"."""
    with sites.running(f"stage {stage}") as site:
        for what, path in READS.items():
            old = f"{site.stage.url}{path}" if path else site.url()
            yield beside(what, old, size)


def beside(what, old, size):
    """old: the URL of version 1."""
    urls = {"version 1": old, "version 2": of_version_2(old)}
    measures = {name: lambda url=url: load.reads(url, size.seconds) for name, url in urls.items()}
    found = figures.in_turn(measures, size.rounds)
    base = found["version 1"]
    rows = [compared("version 1", base, None), compared("version 2", found["version 2"], base)]
    remark = f"In brackets: times version 1. {load.CLIENTS} clients, each asks when it is answered."
    return Table(f"Read {what}", PERCENTILES, rows, remark)


def of_version_2(url):
    return url.replace("/api/v1/", "/api/v2/", 1)
