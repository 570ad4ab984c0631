"""Sequences of requests, made up by Hypothesis. A script names people, goods, keys and orders by
their number, so that it can be played at any shop, and be read.

{"first": [step, …], "then": [step, …]}: between the two all orders are settled. A step is a list:
the name of a function of play.py, and what it is called with.
"""

from hypothesis import strategies as st

PEOPLE = ("ada", "grace")
GOODS = ("kettle", "teapot", "lamp")
who = st.sampled_from(PEOPLE)
someone = st.sampled_from((*PEOPLE, "staff", "nobody"))
good = st.sampled_from((*GOODS, "unknown"))
key = st.sampled_from(("k1", "k2", "k3", "k4", ""))
order = st.integers(0, 2)

QUANTITIES = [1, 2, 3, 99, 0, 100, "2", None]
METHODS = ["pm_card_visa"] * 5 + [
    "pm_card_visa_chargeDeclined",
    "pm_card_authenticationRequired",
    "pm_unknown",
    "",
]
PAID_WITH = st.sampled_from(METHODS)
ADDRESSES = ["good", "good", "good", "no country", "one field more"]


def step(name, *arguments):
    return st.tuples(st.just(name), *arguments).map(list)


# What a shop is for comes most often, or most sequences would never get to buy anything.
BUYING = [
    step("buy", who, st.sampled_from(GOODS), st.sampled_from([1, 1, 2, 3]), key, PAID_WITH),
    step("put_in_cart", who, st.sampled_from(GOODS), st.sampled_from([1, 2, 3])),
    step("place", who, key, PAID_WITH, st.sampled_from(ADDRESSES)),
    step("place_at_once", who, st.sampled_from(["k1 k1", "k1 k2", "k1 k1 k2"])),
]
FIRST = st.one_of(
    *BUYING * 3,
    step("put_in_anothers_cart", someone, who, good, st.sampled_from(QUANTITIES)),
    step("take_out", someone, who, good),
    step("empty_cart", someone, who),
    step("show_cart", someone, who),
    step("place_for_another", someone, who, key),
    step("show_user", someone, who),
    step("change_user", someone, who, st.sampled_from(["own", "the other's", "none", "new"])),
    step("change_password", someone, who, st.sampled_from(["right", "wrong"])),
    step("sign_in", who, st.sampled_from(["right", "wrong", "with code"])),
    step("refresh", who, st.sampled_from(["newest", "first", "made up"])),
    step("sign_out", someone),
    step("begin_mfa", someone, who),
    step("turn_mfa", who, st.sampled_from(["on", "off"]), st.sampled_from(["right", "wrong"])),
    step("show_product", someone, good, st.sampled_from(["", "seen", "*"])),
    step("show_availability_of_unknown", someone),
    step("adjust", someone, good, st.sampled_from([1, 2, -1, -50, 0]), key),
    step("change_product", someone, good, st.sampled_from(["seen", "", "*", "stale"])),
    step("archive", someone, good),
    step(
        "list_orders", someone, st.sampled_from(["", "?status=nonsense", "?limit=0", "?cursor=x"])
    ),
    step("list_users", someone, st.sampled_from(["?limit=101", "?cursor=x"])),
    step("wrong_method", someone),
    step("close_account", someone, who),
)
THEN = st.one_of(
    step("show_order", someone, order),
    step("show_payment", someone, order),
    step("cancel", someone, order),
    step("ship", someone, order, st.sampled_from(["good", "bad"])),
    step("ship", st.just("staff"), order, st.just("good")),
    step("deliver", someone, order),
    step("deliver", st.just("staff"), order),
    step("close_account", who, who),
)
SCRIPT = st.fixed_dictionaries(
    {"first": st.lists(FIRST, min_size=4, max_size=14), "then": st.lists(THEN, max_size=5)}
)
