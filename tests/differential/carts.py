"""Steps with a cart."""

from .words import any_of, good, owned, someone, step, who


def put_in_cart(play, who, good, quantity):
    return play.at(who).put(play.item(who, good), {"quantity": quantity})


def put_in_anothers_cart(play, who, whose, good, quantity):
    return play.at(who).put(play.item(whose, good), {"quantity": quantity})


def take_out(play, who, whose, good):
    return play.at(who).delete(play.item(whose, good))


def empty_cart(play, who, whose):
    return play.at(who).delete(f"{play.path(whose)}/cart")


def show_cart(play, who, whose):
    return play.at(who).get(f"{play.path(whose)}/cart")


OFTEN = [step(put_in_cart, who, owned, any_of(1, 2, 3))]
SELDOM = [
    step(put_in_anothers_cart, someone, who, good, any_of(1, 2, 99, 0, 100, "2", None)),
    step(take_out, who, who, good),
    step(take_out, someone, who, good),
    step(empty_cart, someone, who),
    step(show_cart, who, who),
    step(show_cart, someone, who),
]
