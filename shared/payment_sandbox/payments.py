"""The /v1 calls of https://docs.stripe.com/api: read the request, run it once, shape the answer."""

from collections.abc import Callable
from functools import partial
from sqlite3 import Connection, Row

from flask import Blueprint, Response, current_app, g, request

from . import gate, intents, parameters, refunds, rows, shapes
from .authentication import check_key
from .idempotency import Work, answer_once
from .shapes import Object

payments = Blueprint("payments", __name__, url_prefix="/v1")


@payments.before_request
def enter() -> None:
    g.call = (request.endpoint or "").partition(".")[2] if request.method == "POST" else "read"
    gate.hold_up(g.ledger, g.call)
    check_key(request.authorization, current_app.config["PAYMENT_KEY"])
    g.let_in = True


@payments.after_request
def leave(response: Response) -> Response:
    if "call" not in g:  # refused before it counted as a call
        return response
    dead = "let_in" in g and gate.line_is_dead(g.ledger, g.call)
    g.calls.append(
        {
            "call": g.call,
            "method": request.method,
            "path": request.path,
            "idempotency_key": request.headers.get("Idempotency-Key"),
            "traceparent": request.headers.get("traceparent"),
            "status": response.status_code,
            "answered": not dead,
        }
    )
    return gate.cut_off(response) if dead else response


@payments.post("/payment_intents")
def create() -> Response:
    given = request.values
    names = ("amount", "currency", "metadata", "payment_method", "payment_method_types")
    parameters.check_names(given, *names, "confirm", "expand")
    parameters.only_cards(given)
    wanted = partial(
        intents.create,
        amount=parameters.amount(parameters.required(given, "amount")),
        currency=parameters.currency(parameters.required(given, "currency")),
        metadata=parameters.mapping(given, "metadata"),
        payment_method=given.get("payment_method"),
        confirm_now=parameters.boolean(given.get("confirm", "false"), "confirm"),
    )
    return _intent_once(wanted)


@payments.post("/payment_intents/<id_>/confirm")
def confirm(id_: str) -> Response:
    parameters.check_names(request.values, "payment_method", "expand")
    payment_method = request.values.get("payment_method")
    return _intent_once(lambda db: intents.confirm(db, id_, payment_method))


@payments.post("/payment_intents/<id_>/cancel")
def cancel(id_: str) -> Response:
    parameters.check_names(request.values, "expand")
    return _intent_once(lambda db: intents.cancel(db, id_))


@payments.post("/refunds")
def refund() -> Response:
    given = request.values
    parameters.check_names(given, "payment_intent", "amount")
    intent_id = parameters.required(given, "payment_intent")
    amount = parameters.amount(given["amount"]) if "amount" in given else None
    return _once(lambda db: shapes.refund(refunds.refund(db, intent_id, amount)))


@payments.get("/payment_intents/<id_>")
def one_intent(id_: str) -> Object:
    parameters.check_names(request.values, "expand")
    expand = parameters.expands(request.values, "latest_charge")
    with g.ledger.reading() as db:
        return _shown(db, [rows.find(db, "intents", id_, param="intent")], expand)[0]


@payments.get("/payment_intents")
def all_intents() -> Object:
    parameters.check_names(request.values, "limit", "starting_after", "expand")
    expand = parameters.expands(request.values, "data.latest_charge")
    with g.ledger.reading() as db:
        found, has_more = rows.newest(db, "intents", **_place())
        return shapes.page(request.path, _shown(db, found, expand), has_more)


@payments.get("/charges/<id_>")
def one_charge(id_: str) -> Object:
    with g.ledger.reading() as db:
        return shapes.charge_of(rows.find(db, "charges", id_, param="charge"))


@payments.get("/refunds/<id_>")
def one_refund(id_: str) -> Object:
    with g.ledger.reading() as db:
        return shapes.refund(rows.find(db, "refunds", id_, param="refund"))


@payments.get("/refunds")
def all_refunds() -> Object:
    parameters.check_names(request.values, "limit", "starting_after", "payment_intent")
    of = {"intent": request.values["payment_intent"]} if "payment_intent" in request.values else {}
    with g.ledger.reading() as db:
        found, has_more = rows.newest(db, "refunds", **_place(), **of)
        return shapes.page(request.path, [shapes.refund(row) for row in found], has_more)


def _intent_once(work: Callable[[Connection], Row]) -> Response:
    expand = parameters.expands(request.values, "latest_charge")
    return _once(lambda db: _shown(db, [work(db)], expand)[0])


def _once(work: Work) -> Response:
    given: parameters.Given = request.values
    pairs = sorted(given.items(multi=True))
    asked = (request.method, request.path, pairs)
    key = request.headers.get("Idempotency-Key")
    answer = answer_once(g.ledger, g.call, asked, key, work)
    headers = {"Idempotent-Replayed": "true"} if answer.replayed else {}
    return Response(answer.body, answer.status, headers, mimetype="application/json")


def _shown(db: Connection, found: list[Row], expand: bool) -> list[Object]:
    ids = [row["latest_charge"] for row in found if row["latest_charge"]] if expand else []
    charges = rows.charges_by_id(db, ids)
    return [shapes.intent(row, charges.get(row["latest_charge"])) for row in found]


def _place() -> rows.Place:
    limit = parameters.integer(request.values.get("limit", "10"), "limit", least=1, most=100)
    return {"limit": limit, "starting_after": request.values.get("starting_after")}
