"""Rate limits: requests, and sign-ins and sign-ups, that a client may send in a minute, counted in
Valkey for all gateways together.

Each gateway counts locally and exchanges counts ten times a second, so no request waits for
Valkey. While Valkey is down, each gateway uses its own count.
"""

import asyncio
import math
import time
from collections.abc import Callable

import redis
import redis.asyncio

from shop_rules.errors import TooManyRequests

from chassis.config import config

WINDOW_SECONDS = 60
ADD_UP_EVERY = 0.1


class Limits:
    """what: the name of what is counted. most: the limit per client and minute."""

    def __init__(self, what: str, most: int, clock: Callable[[], float] = time.time) -> None:
        self._what, self._most, self._clock = what, most, clock
        self._minute = 0
        self._own: dict[str, int] = {}  # {client: requests}
        self._all: dict[str, int] = {}

    # --8<-- [start:count]
    def count(self, client: str) -> int:
        """Count one for the client and return its minute; raise 429 if it is over its limit."""
        self._turn_the_page()
        self._own[client] = self._own.get(client, 0) + 1
        if self._own[client] + self._all.get(client, 0) > self._most:
            left = WINDOW_SECONDS - self._clock() % WINDOW_SECONDS
            detail = f"More {self._what} than one client may send in a minute."
            raise TooManyRequests(detail, max(1, math.ceil(left)))
        return self._minute

    # --8<-- [end:count]
    def give_back(self, client: str, minute: int) -> None:
        """Undo one count of that minute."""
        self._turn_the_page()
        if minute == self._minute:
            self._own[client] = self._own.get(client, 0) - 1

    async def add_up(self) -> None:
        """Exchange counts with the other gateways, for as long as this one runs."""
        connection = redis.asyncio.Redis.from_url(config().cache_url, socket_timeout=1)
        while True:
            await asyncio.sleep(ADD_UP_EVERY)
            try:
                await self._exchange(connection)
            except redis.RedisError:
                continue  # fail open: a limit that can't be counted must reject no one

    async def _exchange(self, connection: redis.asyncio.Redis) -> None:
        """Add the counts made here since the last exchange, and read the totals of all gateways."""
        self._turn_the_page()
        mine, minute = dict(self._own), self._minute
        if not mine:
            return
        async with connection.pipeline(transaction=False) as pipe:
            for client, requests in mine.items():
                key = f"requests:{self._what}:{minute}:{client}"
                pipe.incrby(key, requests)
                pipe.expire(key, 2 * WINDOW_SECONDS)
            totals = (await pipe.execute())[::2]
        if minute == self._minute:
            for (client, requests), total in zip(mine.items(), totals, strict=True):
                self._own[client] -= requests
                self._all[client] = total

    def _turn_the_page(self) -> None:
        minute = int(self._clock() // WINDOW_SECONDS)
        if minute != self._minute:
            self._minute, self._own, self._all = minute, {}, {}
