"""What the processes of a stage take of the machine: processor and memory."""

import psutil

from local.group import members
from local.listing import memory


def megabytes(stage):
    """{part: MB}; shared pages are counted once where the system says so (PSS)."""
    return {name: memory(part["pid"]) for name, part in stage.run["parts"].items()}


def processor(stage):
    """{part: seconds of processor time until now}, with children that ended, as PostgreSQL's do."""
    return {name: _seconds(part["pid"]) for name, part in stage.run["parts"].items()}


def spent(before, after, operations):
    """{part: milliseconds an operation}"""
    return {name: (after[name] - before[name]) * 1000 / operations for name in after}


def _seconds(pid):
    try:
        leader = psutil.Process(pid)
        all_of_it = {leader, *map(psutil.Process, members(pid)), *leader.children(recursive=True)}
        return sum(sum(each.cpu_times()[:4]) for each in all_of_it)
    except psutil.Error:
        return 0.0
