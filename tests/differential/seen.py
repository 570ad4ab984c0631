"""All that a client can see of a play in the end.

Not compared: the bestsellers and the lists of all orders and people, to which every play adds.
"""

import io

from PIL import Image

from tests.contract.showing import fetch

from .words import GOODS, PEOPLE

OF_A_PRODUCT = ("", "/availability", "/stock", "/stock/adjustments")
OF_A_PERSON = ("", "/cart", "/orders", "/notifications")
SORTS = ("newest", "name", "price", "-price")


def seen(play, searches):
    """[[what, how it looks], …], the same what at every shop. searches: queries of products."""
    told = []
    for good in [good for good in GOODS if good in play.goods]:
        told += _of("staff", play, good, f"/products/{play.goods[good]}", OF_A_PRODUCT)
        sizes = ("full", "thumb") if "put_picture" in play.words else ("full",)
        told += [[f"{good}, {size} picture", _picture(play, good, size)] for size in sizes]
    for number, order in enumerate(play.orders):
        told += _of("staff", play, f"order {number}", f"/orders/{order}", ("", "/payment"))
    for person in [person for person in PEOPLE if person in play.people]:
        path = f"/users/{play.people[person].id}"
        told += _of("staff", play, person, path, OF_A_PERSON)
        told += _of(person, play, f"as {person}", path, ("", "/orders"))
    sorts = SORTS if len(play.goods) > 2 else SORTS[:1]
    told += [[f"list by {sort}", _listed(play, {"sort": sort})] for sort in sorts]
    told += [[f"search {query}", _listed(play, query)] for query in searches]
    return [*told, ["orders that two wanted", _contested(play)]]


def _of(who, play, what, path, ends):
    return [[what + end, _look(play, play.people[who].get(path + end), end)] for end in ends]


def _look(play, answer, end=""):
    """Without what a race decided; notifications in any order: two may overtake each other."""
    told = play.plain.answer(answer, open_orders=False)
    body = told[2]
    if not isinstance(body, dict) or not isinstance(body.get("data"), list):
        return told
    apart = {play.plain.text(id) for id in play.contested | play.apart}
    left = [each for each in body["data"] if not apart & {each.get("id"), each.get("order_id")}]
    body["data"] = sorted(left, key=str) if end == "/notifications" else left
    return told


def _picture(play, good, size):
    answer = play.people["nobody"].get(f"/products/{play.goods[good]}/image", params={"size": size})
    if answer.status_code not in (200, 302):
        return play.plain.answer(answer)
    kind, content = fetch(f"{play.shop.url}/products/{play.goods[good]}/image?size={size}")
    return [kind, Image.open(io.BytesIO(content)).size if size == "thumb" else content.hex()]


def _listed(play, query):
    """The play's own products, two on a page, to the end."""
    query, pages = {"category": play.name, "limit": 2, **query}, []
    while True:
        answer = play.people["nobody"].get("/products", params=query)
        pages.append(_look(play, answer))
        cursor = answer.status_code == 200 and answer.json()["meta"].get("next_cursor")
        if not cursor or len(pages) > 20:
            return pages
        query["cursor"] = cursor


def _contested(play):
    """How they ended, in any order."""
    ended = []
    for id in play.contested:
        order = play.people["staff"].get(f"/orders/{id}").json()["data"]
        steps = [step["status"] for step in order["history"]]
        ended.append([order["status"], str(order["reason"]), order["total"], steps])
    return sorted(ended)
