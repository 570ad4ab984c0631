"""Sequences of requests, made up by Hypothesis.

{"first": [step, …], "then": [step, …], "search": [query, …]}: between `first` and `then` all
orders are settled, for all sequences of a batch together; the searches are asked at the end.
A step is a list: the name of a function of the files beside this one, and what it is called with.
"""

from hypothesis import strategies as st

from . import accounts, carts, catalog, clicks, elsewhere, odd, orders, races, raw
from .words import any_of, owned, step


def weighted(*weights):
    """weights: (how often, strategies). one_of would take what it is given twice for the same."""
    drawn = [strategy for often, strategies in weights for strategy in strategies * often]
    return st.sampled_from(drawn).flatmap(lambda strategy: strategy)


# What a shop is for comes most often, or most sequences would never get to buy anything.
FIRST = weighted(
    (10, carts.OFTEN),
    (35, orders.OFTEN),
    (2, carts.SELDOM + orders.SELDOM + accounts.SELDOM + elsewhere.SELDOM),
    (2, catalog.SELDOM + catalog.PICTURED + clicks.SELDOM + races.RACES),
    (8, odd.ODD),
    (4, raw.RAW),
    (1, accounts.RARE + elsewhere.RARE),
)
RENAME = step(
    catalog.rename,
    owned,
    st.text(min_size=1, max_size=8).filter(str.strip),
    any_of(1, 990, 1250, 10_000_000),
)
THEN = weighted(
    (4, orders.SETTLED),
    (2, accounts.SETTLED + races.RACES_OF_SETTLED),
    (1, [RENAME, *catalog.SELDOM]),
)
SEARCH = st.fixed_dictionaries(
    {},
    optional={
        "q": st.text(min_size=1, max_size=2) | any_of("kettle", "LAMP", "%", "_", "ß"),
        "sort": any_of("newest", "name", "price", "-price"),
        "min_price": any_of(0, 1, 991),
        "max_price": any_of(0, 990, 10_000_000),
        "limit": any_of(1, 3),
    },
)
SCRIPT = st.fixed_dictionaries(
    {
        "first": st.lists(FIRST, min_size=4, max_size=14),
        "then": st.lists(THEN, min_size=1, max_size=6),
        "search": st.lists(SEARCH, max_size=2),
    }
)


def words_of(script):
    """All that it names."""
    return {
        word for part in ("first", "then") for step in script[part] for word in step if _is(word)
    }


def _is(word):
    return isinstance(word, str)
