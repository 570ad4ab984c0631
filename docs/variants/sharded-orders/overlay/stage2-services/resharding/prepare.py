"""`python -m resharding.prepare orders`: chassis.migrate for each shard, and the fences."""

import os
import sys

from chassis import migrate, shards
from chassis.config import config

from . import fences
from .sets import connect, sets


def main(service: str) -> None:
    every = os.environ["DATABASE_URL"]
    for url in shards.urls():
        _say(url)
        migrate.main(service)
    _say(every)
    for each in sets():
        with connect(each.source) as source, connect(each.target) as target:
            fences.install(source, each, "old")
            fences.install(target, each, "new")


def _say(url: str) -> None:
    os.environ["DATABASE_URL"] = url
    config.cache_clear()


if __name__ == "__main__":
    main(sys.argv[1])
