"""Images in a bucket, where one may be replaced while it is read."""

from chalicelib import objects
from chalicelib.catalog import images, store, usecases


def test_a_picture_that_is_replaced_while_it_is_looked_for_is_not_missed(monkeypatch):
    now = {"picture": "pictures/old"}

    def exists(name):
        now["picture"] = "pictures/new"  # and the old one is gone
        return name == "pictures/new"

    monkeypatch.setattr(store, "get", lambda _id: dict(now))
    monkeypatch.setattr(objects, "exists", exists)
    monkeypatch.setattr(objects, "link", lambda name: f"https://bucket/{name}")
    assert usecases.picture("id", "full") == "https://bucket/pictures/new"


def test_no_address_of_an_image_shows_another_that_replaced_it_meanwhile(monkeypatch):
    now = {"picture": "pictures/id/1"}

    def read(name):
        now["picture"] = "pictures/id/2"  # and the old one is gone
        return (b"content", "image/png") if name == "pictures/id/2" else None

    monkeypatch.setattr(store, "get", lambda _id: dict(now))
    monkeypatch.setattr(objects, "read_typed", read)
    assert images.read("id", "1", "full") is None
    assert images.read("id", "2", "full") == (b"content", "image/png")
