"""Images in a bucket, where one may be replaced while it is read."""

from chalicelib import objects
from chalicelib.catalog import store, usecases


def test_a_picture_that_is_replaced_while_it_is_looked_for_is_not_missed(monkeypatch):
    now = {"picture": "pictures/old"}

    def exists(name):
        now["picture"] = "pictures/new"  # and the old one is gone
        return name == "pictures/new"

    monkeypatch.setattr(store, "get", lambda _id: dict(now))
    monkeypatch.setattr(objects, "exists", exists)
    monkeypatch.setattr(objects, "link", lambda name: f"https://bucket/{name}")
    assert usecases.picture("id", "full") == "https://bucket/pictures/new"
