"""The gateway: the only public API. An ASGI application, since it mostly waits."""

import asyncio
import time
from typing import TYPE_CHECKING

from serving import sending
from serving.asgi import Answer, Receive, Scope, Send
from serving.bodies import Body
from serving.room import Room
from serving.site import Site
from serving.with_site import WithSite
from shop_rules.errors import BUG, ShopError
from spans import recording
from spans.http import answered, template
from spans.span import SERVER, Attributes

from chassis import telemetry, tracing
from chassis.config import config

from . import answers, forward, own, routing, versions
from .limits import Limits
from .request import Request, received, whole

if TYPE_CHECKING:
    from aiohttp import ClientSession
SIGNING_IN = ("/users", "/tokens", "/authorizations")  # to sign up or in: expensive
OF_BODIES = (400, 413, 415, 422)  # errors in the body alone: nothing was done


def create_app() -> WithSite:
    telemetry.log_to_stdout()
    tracing.begin()
    own.serve_metrics()
    return WithSite(Gateway(), Site("Stage 2 · services", config().prefix))


class Gateway:
    _session: "ClientSession"  # opened when the gateway starts

    def __init__(self) -> None:
        self._requests = Limits("requests", config().requests_a_minute)
        self._sign_ins = Limits("sign-ins", config().sign_ins_a_minute)
        self._adding: list[asyncio.Task[None]] = []
        self._sunset = config().v1_sunset
        self._room = Room(config().bodies_megabytes * 1024 * 1024)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await self._live(receive, send)
        body = Body(scope["headers"], receive, self._room)
        try:
            await self._answer(received(scope, body), send)
        finally:
            await body.drain()

    async def _answer(self, request: Request, send: Send) -> None:
        started = time.perf_counter()
        parent = request.header("traceparent")
        said: Attributes = {"http.request.method": request.method, "url.path": request.raw_path}
        name = f"{request.method} {template(request.raw_path)}"
        with recording.span(name, SERVER, said, parent) as made:
            telemetry.begin(made.traceparent if made else parent, request.request_id)
            service, found = await self._answered(request)
            status, headers, body = self._in_its_version(request, found)
            if made:
                answered(made, status)
        headers = answers.completed(headers, request)
        sent = b"" if request.method == "HEAD" else body
        await sending.answer(send, status, headers, sent)
        took = (time.perf_counter() - started) * 1000
        telemetry.count_request(request.method, service, status, took, path=request.raw_path)

    def _in_its_version(self, request: Request, found: Answer) -> Answer:
        try:
            exchange = request.exchange
        except ShopError:  # it named none: that is the answer
            telemetry.count_version("none")
            return found
        telemetry.count_version(exchange.asked.version)
        return versions.answer(exchange, found, self._sunset)

    async def _answered(self, request: Request) -> tuple[str, Answer]:
        """(what answered: "gateway" or the service, the response)"""
        await request.body.arrives_soon()
        try:
            self._requests.count(request.counted_as)
            answer = own.at(request.path, request.method)
            if answer:
                return "gateway", await answer(self._session)
            service = routing.service_of(request.path)
            return service, await self._forwarded(service, request)
        except ShopError as error:
            return "gateway", answers.refusal(error, request.raw_path)
        except Exception as error:
            telemetry.write_failure("bug", error, request_id=request.request_id)
            return "gateway", answers.refusal(ShopError(BUG), request.raw_path)

    async def _forwarded(self, service: str, request: Request) -> Answer:
        """Forward the complete body; the service may reject the request before it is complete."""
        if not await request.body.arrives_soon():
            refusal = await forward.refusal_unread(self._session, service, request)
            if refusal:
                return refusal
        content = request.exchange.body(await whole(request.body))
        if request.method != "POST" or request.path not in SIGNING_IN:
            return await forward.forward(self._session, service, request, content)
        minute = self._sign_ins.count(request.counted_as)
        answer = await forward.forward(self._session, service, request, content)
        if answer[0] in OF_BODIES:
            self._sign_ins.give_back(request.counted_as, minute)
        return answer

    async def _live(self, receive: Receive, send: Send) -> None:
        """ASGI's lifespan: open what all requests share, and close it at the end."""
        await receive()
        self._session = forward.opened()
        limits = self._requests, self._sign_ins
        self._adding = [asyncio.create_task(each.add_up()) for each in limits]
        await send({"type": "lifespan.startup.complete"})
        await receive()
        for task in self._adding:
            task.cancel()
        await self._session.close()
        await send({"type": "lifespan.shutdown.complete"})
