"""Steps with orders. Where chance would decide what is answered, a step waits until it can't."""

from tests.contract.steps import ADDRESS

from .words import any_of, key, order, owned, someone, step, who

GOOD = "pm_card_visa"
METHODS = (
    *[GOOD] * 9,
    "pm_card_visa_chargeDeclined",
    "pm_card_authenticationRequired",
    "pm_unknown",
    "",
)
ADDRESSES = ("good", "good", "good", "no country", "one field more")


def buy(play, who, good, quantity, key, method):
    put = play.at(who).put(play.item(who, good), {"quantity": quantity})
    return [put, place(play, who, key, method, "good")]


def place(play, who, key, method, address):
    is_sure = play.wait_for_rivals(who) and method == GOOD
    answer = asked_to_place(play, who, who, key, method, address)
    play.note(answer, is_sure)
    return answer


def place_for_another(play, who, whose, key):
    play.wait_for_rivals(whose)
    answer = asked_to_place(play, who, whose, key, GOOD, "good")
    play.note(answer, is_sure=False)
    return answer


def asked_to_place(play, who, whose, key, method, address):
    body = {"payment_method": method, "shipping_address": dict(ADDRESS)}
    if address == "no country":
        del body["shipping_address"]["country"]
    if address == "one field more":
        body["total"] = 1
    return play.at(who).post(f"{play.path(whose)}/orders", body, headers=play.key(key))


def cancel_at_once(play, who, number):
    """Of an order that is still open in one stage and confirmed in another, 202 is all we know."""
    if play.order(number).removeprefix("/orders/") in play.unsure:
        play.settle()
    answer = play.at(who).post(f"{play.order(number)}/cancellation")
    play.note_cancellation(answer)
    return [play.plain.answer(answer, open_orders=True)]


def cancel(play, who, number):
    told = cancel_at_once(play, who, number)
    play.settle()
    return told


def ship(play, who, number, form):
    body = {"carrier": "DHL", "tracking": "42"} if form == "good" else {"carrier": "DHL"}
    return play.at(who).post(f"{play.order(number)}/shipment", body)


def deliver(play, who, number):
    return play.at(who).post(f"{play.order(number)}/delivery")


def send_off(play, number):
    return [ship(play, "staff", number, "good"), deliver(play, "staff", number)]


def show_order(play, who, number):
    return play.at(who).get(play.order(number))


def show_payment(play, who, number):
    return play.at(who).get(f"{play.order(number)}/payment")


def list_orders(play, who, query):
    return play.at(who).get(f"/orders{query}")


def list_own(play, who, whose, what, limit):
    """What it holds comes later, so only whether it is answered counts here."""
    answer = play.at(who).get(f"{play.path(whose)}/{what}", params={"limit": limit})
    return answer.status_code if answer.status_code == 200 else answer


OFTEN = [step(buy, who, owned, any_of(1, 1, 2, 3), key, any_of(*METHODS))]
SELDOM = [
    step(place, who, key, any_of(*METHODS), any_of(*ADDRESSES)),
    step(place, who, key, any_of(GOOD), any_of("good")),
    step(place_for_another, someone, who, key),
    step(show_order, someone, order),
    step(cancel_at_once, who, order),
    step(cancel_at_once, someone, order),
    step(list_orders, any_of("ada", "nobody"), any_of("", "?status=nonsense")),
    step(list_orders, any_of("ada", "staff"), any_of("?status=nonsense", "?limit=0", "?cursor=x")),
    step(list_own, someone, who, any_of("orders", "notifications"), any_of(1, 100, 0, 101, "x")),
]
SETTLED = [
    step(show_order, someone, order),
    step(show_payment, someone, order),
    step(cancel, who, order),
    step(cancel, someone, order),
    step(send_off, order),
    step(ship, any_of("staff"), order, any_of("good")),
    step(ship, someone, order, any_of("good", "bad")),
    step(deliver, any_of("staff"), order),
    step(deliver, someone, order),
]
