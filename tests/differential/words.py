"""The words that scripts are made of. A script names people, goods, keys and orders (by their
number), never an id, so that it can be played at any shop, and be read.
"""

from hypothesis import strategies as st

PEOPLE = ("ada", "grace")
PRICES = {"kettle": 4200, "teapot": 1250, "lamp": 990}
STOCK = {"kettle": 3, "teapot": 1, "lamp": 99}
GOODS = tuple(PRICES)
STEPS = {}  # the function of each name that a script may use

who = st.sampled_from(PEOPLE)
someone = st.sampled_from((*PEOPLE, "staff", "nobody"))
owned = st.sampled_from(GOODS)
good = st.sampled_from((*GOODS, *GOODS, "unknown"))
key = st.sampled_from(("k1", "k2", "k3", "k4", "k5", "k6") * 3 + ("",))
order = st.sampled_from((0, 0, 0, 1, 1, 2, "unknown"))


def step(function, *arguments):
    """A strategy of [name, argument, …]; the function is called with a Play and the arguments."""
    STEPS[function.__name__] = function
    return st.tuples(st.just(function.__name__), *arguments).map(list)


def any_of(*values):
    return st.sampled_from(values)
