"""What it takes to be there at all: memory and time to come up; and what the bench can measure."""

from . import machine, processes, sites
from .report import PERCENTILES, Table, compared, told


def generator(size):
    row = compared("against what answers at once", machine.ceiling(size.seconds), None)
    return Table("The load generator", PERCENTILES, [row], "No rate below can be higher.")


def memory(shops):
    rows = []
    for name, site in shops.items():
        parts = processes.megabytes(site.stage)
        rows.append([name, f"{sum(parts.values()):.0f}", told(parts, "{:.0f}", least=0)])
    return Table("Memory", ["", "MB", "where"], rows, "PSS, with PostgreSQL's backends, at rest.")


def seconds_to_come_up(names):
    rows = []
    for name in names:
        cold, warm = sites.seconds_to_come_up(name)
        rows.append([name, f"{cold:.1f}", f"{warm:.1f}"])
    return Table("Seconds to come up", ["", "the first time", "again"], rows)
