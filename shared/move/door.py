"""The gateway during a move: it asks the side that holds the unit, and waits while neither does.

It reads the mover's file, which may be out of date. That costs only time: the wrong side answers
421 without doing anything, and the gateway sends the same request again.
"""

import asyncio
import time

from gateway import app as of_gateway
from gateway import forward, own
from gateway.app import Gateway
from gateway.request import Request

from serving.asgi import Answer
from serving.site import Site
from serving.with_site import WithSite
from shop_rules.errors import ShopError, Unavailable

from chassis import telemetry, tracing
from chassis.config import config

from . import guard, journal, shadow, tally
from .authority import NOBODY
from .config import OLD_SIDE
from .guard import Moved
from .units import ACCOUNTS, of_service

PATIENCE = 8  # seconds that a request is held back at most, from the first refusal
PAUSE = 0.02


class Door(Gateway):
    def __init__(self) -> None:
        super().__init__()
        self._holders = journal.Holders(config().data.parent)
        self._tally = tally.Tally(config().data.parent)
        self._shadow = shadow.Shadow(config().data.parent, self._asked, self._tally)

    async def _answered(self, request: Request) -> tuple[str, Answer]:
        shadow.unmarked(request)
        return await super()._answered(request)

    async def _forwarded(self, service: str, request: Request) -> Answer:
        """Return the answer of the side that holds the service's unit, as soon as one does."""
        asked, held = time.monotonic(), False
        try:
            # --8<-- [start:forwarded]
            while True:
                place = self._place_of(service, request)
                if place is not None:
                    answer = await super()._forwarded(place, request)
                    if answer[0] != Moved.status:
                        self._tally.count(place, answer[0], time.monotonic() - asked, held)
                        if place == OLD_SIDE:
                            self._shadow.begin(of_service(service), place, service, request, answer)
                        return answer
                if not held:  # the first try may have taken long before the fence refused it
                    held, deadline = True, time.monotonic() + PATIENCE
                if time.monotonic() > deadline:
                    raise Unavailable("This part of the shop is being moved.")
                await asyncio.sleep(PAUSE)
            # --8<-- [end:forwarded]
        except ShopError as error:  # for example, because a part can't be reached
            self._tally.count("gateway", error.status, time.monotonic() - asked, held)
            raise

    async def _asked(self, part: str, request: Request) -> Answer:
        return await forward.forward(self._session, part, request, b"")

    def _place_of(self, service: str, request: Request) -> str | None:
        """The part to ask. None while neither side holds the unit, or neither holds the accounts
        and the request has a token: no part could check whether its session is open."""
        if (
            request
            and request.header("authorization")
            and self._holders.of(ACCOUNTS.name) == NOBODY
        ):
            return None
        unit = of_service(service)
        holder = self._holders.of(unit.name) if unit else "old"
        return {"old": OLD_SIDE, "new": service, NOBODY: None}[holder]


def create_app() -> WithSite:
    # A sign-in that the wrong side refused is sent again, but counts once.
    guard.put(of_gateway, OF_BODIES=(*of_gateway.OF_BODIES, Moved.status))
    telemetry.log_to_stdout()
    tracing.begin()
    own.serve_metrics()
    return WithSite(Door(), Site("Stage 1 to 2 · moving", config().prefix))
