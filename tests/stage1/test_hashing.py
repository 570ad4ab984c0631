"""At most two passwords are hashed at once, and reads don't wait for them."""

import threading

import pytest

from shop.accounts import hashing
from shop.config import BASE
from shop_rules import passwords
from shop_rules.errors import Unavailable

from .person import Person

LONG = 30  # seconds: more than any test here takes


@pytest.fixture
def ada(shop):
    return Person.new(shop)


@pytest.fixture
def hashes(ada, monkeypatch):
    """Both slots are taken, until hashes.set()."""
    monkeypatch.setattr(hashing, "PATIENCE", 0.05)
    begun, ended = threading.Barrier(hashing.SLOTS + 1), threading.Event()

    def endless(*_):
        begun.wait(LONG)
        ended.wait(LONG)

    monkeypatch.setattr(passwords, "hashed", endless)
    threads = [threading.Thread(target=hashing.hashed, args=("any",)) for _ in range(hashing.SLOTS)]
    for thread in threads:
        thread.start()
    begun.wait(LONG)
    yield ended
    ended.set()
    for thread in threads:
        thread.join()


def sign_in(ada):
    body = {"email": ada.email, "password": ada.password}
    return ada.client.post(f"{BASE}/tokens", json=body)


def test_the_third_is_refused_in_the_contracts_form_and_readers_go_on(shop, ada, hashes):
    answer = sign_in(ada)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert answer.json["type"] == "urn:shop:problem:unavailable"
    assert shop.get(f"{BASE}/products").status_code == 200
    assert ada.get(f"/users/{ada.id}").status_code == 200


def test_everything_that_hashes_is_limited(shop, ada, hashes):
    new = {"email": "bob@example.com", "name": "Bob", "password": "correct horse battery"}
    change = {"current": ada.password, "new": "correct horse battery"}
    assert shop.post(f"{BASE}/users", json=new).status_code == 503
    assert ada.put(f"/users/{ada.id}/password", change).status_code == 503


def test_a_refusal_is_no_failed_attempt_and_a_free_slot_is_used(ada, hashes):
    for _ in range(11):
        assert sign_in(ada).status_code == 503
    hashes.set()
    assert sign_in(ada).status_code in (201, 503)  # the two may be about to end
    hashing_ends = [hashing._slots.acquire(timeout=LONG) for _ in range(hashing.SLOTS)]
    assert all(hashing_ends)
    for _ in hashing_ends:
        hashing._slots.release()
    assert sign_in(ada).status_code == 201


def test_a_full_queue_is_refused_at_once(monkeypatch, hashes):
    monkeypatch.setattr(hashing, "PATIENCE", LONG)
    monkeypatch.setattr(hashing, "_places", threading.BoundedSemaphore(1))
    with hashing._taken(hashing._places, 0), pytest.raises(Unavailable):
        hashing.matches(None, "any")


def test_a_hash_that_fails_gives_its_slot_back(monkeypatch):
    def broken(*_):
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(passwords, "hashed", broken)
        for _ in range(hashing.SLOTS + hashing.QUEUE + 1):
            with pytest.raises(MemoryError):
                hashing.hashed("any")
    assert not hashing.matches(None, "any")
