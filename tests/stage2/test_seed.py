"""The goods of the first start, put there by a start that was cut short and again by the next."""

import pytest
from gateway import seed

TEA = {"name": "Tea", "category": "drinks", "price": 250}


class Shelf:
    """As the services would answer, long after every Idempotency-Key was forgotten."""

    def __init__(self):
        self.products, self.adjustments = [], []

    def call(self, method, path, _headers, json=None, **_more):
        match method, path.split("/")[-1]:
            case "GET", "products":
                return self.products
            case "POST", "products":
                self.products.append({**json, "id": "1", "image_url": "/there"})
                return self.products[-1]
            case "GET", "adjustments":
                return self.adjustments[-1:]
            case "POST", "adjustments":
                self.adjustments.append(json)


@pytest.fixture
def shelf(monkeypatch):
    shelf = Shelf()
    monkeypatch.setattr(seed, "_call", shelf.call)
    return shelf


def test_goods_put_there_twice_are_there_once(shelf):
    for _ in range(2):
        seed._seed_one({}, {**TEA, "stock": 5, "picture": "tea.webp"})
    assert [product["name"] for product in shelf.products] == ["Tea"]
    assert [adjustment["delta"] for adjustment in shelf.adjustments] == [5]
