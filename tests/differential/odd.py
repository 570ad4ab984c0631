"""Steps with requests that are odd, or wrong."""

from hypothesis import strategies as st

from tests.contract.steps import ADDRESS, PASSWORD
from tests.contract.version import money

from .words import any_of, good, owned, someone, step, who

JSON = {"Content-Type": "application/json"}
RAW = {
    "cut off": {"data": b'{"quantity": ', "headers": JSON},
    "nothing": {"data": b"", "headers": JSON},
    "not UTF-8": {"data": b'{"name": "\xff"}', "headers": JSON},
    "a form": {"data": b"quantity=1", "headers": {"Content-Type": "text/plain"}},
    "no type": {"data": b'{"quantity": 1}'},
    "latin": {"data": b"{}", "headers": {"Content-Type": "application/json; charset=latin1"}},
    "utf-8": {
        "data": b'{"quantity": 1}',
        "headers": {"Content-Type": JSON["Content-Type"] + ";charset=UTF-8"},
    },
    "a list": {"data": b"[1]", "headers": JSON},
    "null": {"data": b"null", "headers": JSON},
    "twice the same": {"data": b'{"quantity": 1, "quantity": 2}', "headers": JSON},
    "no number": {"data": b'{"quantity": NaN}', "headers": JSON},
    "too long": {"data": b'{"quantity": 1' + b" " * 262_144 + b"}", "headers": JSON},
    "deep": {"data": b"[" * 5000 + b"]" * 5000, "headers": JSON},
}
PATHS = {
    "a cart": ("PUT", "{cart}/items/{good}"),
    "an order": ("POST", "{user}/orders"),
    "a sign-in": ("POST", "/tokens"),
    "a product": ("POST", "/products"),
    "a stock": ("POST", "/products/{good}/stock/adjustments"),
}
STRANGE = [
    "/products/{good}/",
    "/products/nonsense",
    "/products/{GOOD}",
    "/nothing",
    "/users//cart",
    "{user}",
    "/products?limit=0",
    "/products?limit=1&limit=0",
    "/products?sort=size",
    "/products?min_price=-1",
    "/products?min_price=2&max_price=1&category=none",
    "/products?cursor=x",
    "/products?limit=%31&category=none&whatever=1",
    "/products?category=",
    "/products/bestsellers/x",
    "/products/{good}/image?size=huge",
    "/products/{good}/stock/adjustments?limit=1",
    "/health",
]
METHODS = ("HEAD", "OPTIONS", "PATCH", "GET", "DELETE", "POST", "PUT")
VALUES = ["", " ", " trimmed ", "\0", "\ud800", "ﬁne", "x" * 201, "x" * 5001, "1", 1.0, 1.5]
VALUES += [True, None, -1, 0, 1, 99, 100, 10_000_001, 2**63, [], {}, "<removed>", "<one more>"]
FORMS = {
    "sign up": ("POST", "/users", {"name": "Eve", "password": PASSWORD}),
    "change person": ("PUT", "{user}", {"name": "Eve"}),
    "add product": ("POST", "/products", {"name": "x", "category": "", "price": money(1)}),
    "change product": ("PUT", "/products/{good}", {"name": "x", "category": "", "price": money(1)}),
    "put in cart": ("PUT", "{cart}/items/{good}", {"quantity": 1}),
    "adjust": ("POST", "/products/{good}/stock/adjustments", {"delta": 1, "reason": "odd"}),
    "place": ("POST", "{user}/orders", {"payment_method": "pm_card_visa", "shipping_address": 0}),
    "address": ("POST", "{user}/orders", dict(ADDRESS)),
    "sign in": ("POST", "/tokens", {"email": "", "password": "not the password"}),
}
FIELDS = [(form, field) for form, (_, _, body) in FORMS.items() for field in body]
FIELDS += [(form, "email") for form in ("sign up", "change person")] + [
    ("add product", "description")
]


def send_raw(play, who, whose, good, where, what):
    method, path = PATHS[where]
    play.settle()
    headers = {**RAW[what].get("headers", {}), "Idempotency-Key": f"raw-{play.name}"}
    return play.at(who).call(
        method, _filled(play, path, whose, good), data=RAW[what]["data"], headers=headers
    )


def ask(play, who, whose, good, method, path):
    """No body, so that what is there stays: DELETE only where nothing can be deleted."""
    path = _filled(play, path, whose, good)
    if method == "DELETE" and path in (play.path(whose), play.product(good)):
        method = "HEAD"
    play.settle()
    answer = play.at(who).call(method, path)
    return "a list of whatever there is" if _is_list(answer) else answer


def send_odd(play, who, whose, good, form_and_field, value):
    form, field = form_and_field
    method, path, body = FORMS[form]
    body = _odd(_good(play, form, body, whose), form, field, value)
    if form in ("place", "address"):
        play.wait_for_rivals(whose)
    else:
        play.settle()
    headers = {"If-Match": "*", "Idempotency-Key": f"odd-{form}-{play.name}".replace(" ", "-")}
    answer = play.at(who).call(method, _filled(play, path, whose, good), json=body, headers=headers)
    _note(play, form, good, answer)
    return answer


def _is_list(answer):
    """Of the whole shop, to which others add."""
    return answer.status_code == 200 and b'"data":[' in answer.content.replace(b" ", b"")


def _good(play, form, body, whose):
    body = dict(body)
    if form in ("sign up", "change person"):
        body["email"] = f"odd-{whose}-{play.name}@example.org"
    if "category" in body:
        body["category"] = play.name
    if form == "place":
        body["shipping_address"] = dict(ADDRESS)
    return body


def _odd(body, form, field, value):
    if value == "<removed>":
        body.pop(field, None)
    elif value == "<one more>":
        body["one_more"] = 1
    else:
        body[field] = value
    if form == "address":
        return {"payment_method": "pm_card_visa", "shipping_address": body}
    return body


def _note(play, form, good, answer):
    if answer.status_code != 201:
        return
    if form in ("place", "address"):
        play.note(answer, is_sure=False)
    if form == "adjust":
        play.left[good] = play.stock(good)["available"]


def _filled(play, path, whose, good):
    user, id = play.path(whose), play.goods[good]
    return path.format(user=user, cart=f"{user}/cart", good=id, GOOD=id.upper())


ODD = [
    step(send_raw, someone, who, owned, any_of(*PATHS), any_of(*RAW)),
    step(ask, someone, who, good, any_of(*METHODS), any_of(*STRANGE)),
    step(
        send_odd,
        any_of("ada", "staff"),
        any_of("ada"),
        owned,
        any_of(*map(list, FIELDS)),
        any_of(*VALUES),
    ),
    step(
        send_odd,
        someone,
        who,
        owned,
        any_of(*map(list, FIELDS)),
        st.one_of(any_of(*VALUES), st.text(max_size=12)),
    ),
]
