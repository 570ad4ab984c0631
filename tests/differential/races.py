"""Steps that send requests side by side.

Which of them comes first is chance. What is compared is what they got together, not who got it;
where chance decides what is left behind as well, it happens to goods that nothing else reads,
and each shop must have left behind one of the outcomes that are right.
"""

from tests.contract.lives import an_order_that_is
from tests.contract.steps import PASSWORD as WORD
from tests.contract.steps import a_product, accepted, at_once, put_in_cart, sign_in
from tests.contract.version import money

from .orders import GOOD, asked_to_place
from .words import STOCK, any_of, order, owned, step, who

ONE_ORDER = {201, 409, 422}  # 409 while the other is at work, 422 for the cart it emptied


def place_side_by_side(play, who, keys):
    play.wait_for_rivals(who)
    keys = [f"{play.new_key()}-{key}" for key in keys.split()]
    calls = [lambda k=k: asked_to_place(play, who, who, k, GOOD, "good") for k in keys]
    answers = at_once(*calls)
    for answer in answers:
        play.note(answer, is_sure=False)
    placed = {answer.json()["data"]["id"] for answer in answers if answer.status_code == 201}
    others = {answer.status_code for answer in answers} - ONE_ORDER
    return [f"{len(placed)} order, and {sorted(others) or 'refusals'}"]


def want_the_last(play, one, other, good):
    """All there is of it, by two people at once: who gets it is chance, that one does is not."""
    play.settle()
    for person in (one, other):
        play.at(person).delete(f"{play.path(person)}/cart")
        play.at(person).put(play.item(person, good), {"quantity": STOCK[good]})
    calls = [lambda p=p: asked_to_place(play, p, p, "last", GOOD, "good") for p in (one, other)]
    answers = at_once(*calls)
    for answer in answers:
        if answer.status_code == 201:
            play.contested.add(answer.json()["data"]["id"])
            play.wanted.add(play.goods[good])
    play.settle()
    return [f"each got {[answer.status_code for answer in answers]}"]


def cancel_and_ship(play, who):
    """Either of them, never both. Of a product that only this reads."""
    staff, customer = play.at("staff"), play.at(who)
    product = a_product(staff, name=f"vase of {play.name}")
    if customer.delete(f"{customer.path}/cart").status_code != 204:
        return "not signed in"
    put_in_cart(customer, product)
    order = an_order_that_is("confirmed", staff, customer, product)
    path, body = f"/orders/{order['id']}", {"carrier": "DHL", "tracking": "42"}
    answers = at_once(
        lambda: customer.post(f"{path}/cancellation"), lambda: staff.post(f"{path}/shipment", body)
    )
    play.apart.add(order["id"])
    play.settle()
    ended = accepted(staff.get(path))["status"]
    told = [answer.status_code for answer in answers], ended
    right = ([202, 409], "cancelled"), ([409, 200], "shipped")
    return "one of the two" if told in right else str(told)


def cancel_twice(play, who, number):
    path = f"{play.order(number)}/cancellation"
    if play.unsure:
        play.settle()
    answers = at_once(*[lambda: play.at(who).post(path)] * 2)
    for answer in answers:
        play.note_cancellation(answer)
    if play.is_settled:
        play.settle()
    return _statuses(answers)


def ship_twice(play, number):
    path, body = f"{play.order(number)}/shipment", {"carrier": "DHL", "tracking": "42"}
    return _statuses(at_once(*[lambda: play.at("staff").post(path, body)] * 2))


def change_twice(play, good):
    """Of two that have read the same version, one is rejected."""
    path = play.product(good)
    tag = play.at("staff").get(path).headers.get("ETag", '"0"')
    body = {"name": f"Raced {good} {play.name}", "category": play.name, "price": money(555)}
    call = lambda: play.at("staff").put(path, body, headers={"If-Match": tag})  # noqa: E731
    return _statuses(at_once(call, call))


def adjust_twice(play, good, delta, keys):
    """keys: the same one for both is one adjustment."""
    play.settle()
    path, body = f"{play.product(good)}/stock/adjustments", {"delta": delta, "reason": "raced"}
    keys = [play.key(f"{play.new_key()}-{key}") for key in keys.split()]
    calls = [lambda k=k: play.at("staff").post(path, body, headers=k) for k in keys]
    answers = at_once(*calls)
    if {answer.status_code for answer in answers} == {404}:
        return "no such thing"
    play.left[good] = play.stock(good)["available"]
    made = {answer.json()["data"]["id"] for answer in answers if answer.status_code == 201}
    others = {answer.status_code for answer in answers} - {201, 409}
    return f"{len(made)} adjustment, and {sorted(others)}"


def sign_up_twice(play):
    body = {"email": f"both-{play.name}@example.org", "name": "Both", "password": WORD}
    answers = at_once(*[lambda: play.shop.call("POST", "/users", json=body)] * 2)
    return [*_statuses(answers), sign_in(play.shop, body["email"], WORD).status_code]


def refresh_twice(play, who):
    """One at most is right; the other betrays that the token was copied, and all of it dies."""
    body = {"refresh_token": play.tokens[who][-1]}
    answers = at_once(*[lambda: play.shop.call("POST", "/tokens/refresh", json=body)] * 2)
    new = [a.json()["data"]["refresh_token"] for a in answers if a.status_code == 201]
    later = {"refresh_token": (new or play.tokens[who])[-1]}
    answer = play.shop.call("POST", "/tokens/refresh", json=later)
    return [f"{len(new) <= 1}", answer]


def _statuses(answers):
    return [str(sorted(answer.status_code for answer in answers))]


RACES = [
    step(place_side_by_side, who, any_of("one one", "one other", "one one other")),
    step(place_side_by_side, who, any_of("one one", "one other", "one one other")),
    step(want_the_last, any_of("ada"), any_of("grace"), any_of("kettle", "teapot")),
    step(cancel_twice, who, order),
    step(change_twice, owned),
    step(adjust_twice, owned, any_of(1, -1, -2), any_of("one one", "one other")),
    step(sign_up_twice),
    step(refresh_twice, who),
]
RACES_OF_SETTLED = [
    step(cancel_and_ship, who),
    step(ship_twice, order),
    step(cancel_twice, who, order),
]
