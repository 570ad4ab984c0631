"""The goods of the first start, put there by a start that was cut short and again by the next."""

import time

import pytest
import requests
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


class Refusing(Shelf):
    """Each call is refused once before it is answered, or does its work and its answer is lost."""

    def __init__(self, lost):
        super().__init__()
        self.lost, self.refused = lost, set()

    def call(self, method, path, headers, **more):
        if (method, path) in self.refused:
            return super().call(method, path, headers, **more)
        self.refused.add((method, path))
        if self.lost:
            super().call(method, path, headers, **more)
        raise seed.Unavailable(f"{method} {path}")


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


@pytest.mark.parametrize("lost", [False, True])
def test_a_service_that_is_not_ready_is_asked_again_and_the_goods_are_there_once(monkeypatch, lost):
    shelf = Refusing(lost)
    monkeypatch.setattr(seed, "_call", shelf.call)
    monkeypatch.setattr(seed, "_signed_in", dict)
    seed._seed([{**TEA, "stock": 5, "picture": "tea.webp"}], time.monotonic() + 60)
    assert [product["name"] for product in shelf.products] == ["Tea"]
    assert [adjustment["delta"] for adjustment in shelf.adjustments] == [5]


def test_a_service_that_stays_away_ends_the_start_with_one_line(monkeypatch):
    def away():
        raise seed.Unavailable("POST /tokens")

    monkeypatch.setattr(seed, "_signed_in", away)
    with pytest.raises(SystemExit, match=r"^The goods could not be put there: "):
        seed._seed([TEA], time.monotonic())


@pytest.mark.parametrize("fails", ["503", "no connection", "no copy"])
def test_only_what_may_pass_is_asked_again(monkeypatch, fails):
    def request(*_args, **_more):
        if fails == "no connection":
            raise requests.ConnectionError("refused")
        answer = requests.Response()
        answer.status_code = int(fails)
        return answer

    monkeypatch.setattr(seed.requests, "request", request)
    copies = [] if fails == "no copy" else ["http://127.0.0.1:1"]
    monkeypatch.setattr(seed.discovery, "addresses", lambda _service: copies)
    with pytest.raises(seed.Unavailable):
        seed._call("GET", "/products", {})
