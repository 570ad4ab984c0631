"""How many requests, and how many sign-ins and sign-ups, a client may send in a minute: counted in
Valkey, for all gateways together.

Each gateway counts by itself and adds up with the others ten times a second, so a request waits
for no Valkey; with Valkey away, each gateway goes by its own count.
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
    """what: the name of what is counted. most: of it, in a minute, for each client."""

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
        """What was counted in that minute does not count after all."""
        self._turn_the_page()
        if minute == self._minute:
            self._own[client] = self._own.get(client, 0) - 1

    async def add_up(self) -> None:
        """For as long as the gateway runs."""
        connection = redis.asyncio.Redis.from_url(config().cache_url, socket_timeout=1)
        while True:
            await asyncio.sleep(ADD_UP_EVERY)
            try:
                await self._exchange(connection)
            except redis.RedisError:
                continue  # open rather than shut: the limit is there to protect, not to refuse

    async def _exchange(self, connection: redis.asyncio.Redis) -> None:
        """Hand in what was counted here since the last time; learn what all have counted."""
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
