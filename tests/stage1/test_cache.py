"""What one process remembers for some seconds."""

import itertools
import threading
import time

import pytest
import sqlalchemy as sa

from shop import cache, db
from shop.config import BASE

from .person import Person, a_product, data, place, put_in_cart

_far_away = itertools.count(10**9, 10**6)  # each later than what was remembered before


@pytest.fixture
def clock(monkeypatch):
    """Seconds that only pass when the test says so."""
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


def test_an_answer_is_remembered_so_long_and_no_longer(clock):
    asked = []
    function = cache.remembered(5)(lambda: asked.append(1) or len(asked))
    assert [function(), function()] == [1, 1]
    clock[0] += 4.9
    assert function() == 1
    clock[0] += 0.1
    assert function() == 2


def test_a_failure_is_not_remembered(clock):
    asked = []

    @cache.remembered(5)
    def function():
        asked.append(1)
        if len(asked) == 1:
            raise OSError
        return "answer"

    with pytest.raises(OSError):
        function()
    assert function() == "answer"


def test_two_functions_remember_each_their_own(clock):
    one, other = cache.remembered(5)(lambda: 1), cache.remembered(5)(lambda: 2)
    assert [one(), other(), one()] == [1, 2, 1]


def test_of_many_who_ask_at_once_one_goes_and_the_others_get_its_answer():
    asked, everybody = [], threading.Barrier(8)

    @cache.remembered(60)
    def function():
        asked.append(1)
        return len(asked)

    answers = []

    def ask():
        everybody.wait()
        answers.append(function())

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [1] * 8


@pytest.fixture
def selling(open_shop, sandbox, clock):
    """A shop whose memory of bestsellers is empty."""
    clock[0] = next(_far_away)
    return open_shop(PAYMENT_URL=sandbox).test_client()


def test_bestsellers_are_asked_for_once_in_a_while(selling, clock):
    path = f"{BASE}/products/bestsellers"
    statements = []
    sa.event.listen(db.engine(), "before_cursor_execute", lambda *seen: statements.append(seen[2]))
    for _ in range(3):
        data(selling.get(path))
    assert len([statement for statement in statements if "stock" in statement]) == 1
    clock[0] += 30
    data(selling.get(path))
    assert len([statement for statement in statements if "stock" in statement]) == 2


def test_bestsellers_are_never_older_than_the_contract_allows(selling, clock):
    customer, staff = Person.new(selling), Person.seeded(selling, "staff")
    product = a_product(staff)
    assert product["id"] not in str(data(selling.get(f"{BASE}/products/bestsellers")))
    put_in_cart(customer, product, 2)
    assert data(place(customer), 201)["status"] == "confirmed"
    clock[0] += 30
    assert data(selling.get(f"{BASE}/products/bestsellers")) == [
        {"product_id": product["id"], "name": "Tea", "units": 2}
    ]
