"""Images in a bucket, where one may be replaced while it is read."""

from chalicelib import http, objects
from chalicelib.catalog import image_routes, images, store, usecases


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
    now = {"id": "0", "picture": "pictures/0/1"}

    def read(name):
        now["picture"] = "pictures/0/2"  # and the old one is gone
        return (b"content", "image/png") if name == "pictures/0/2" else None

    monkeypatch.setattr(store, "get", lambda _id: dict(now))
    monkeypatch.setattr(objects, "read_typed", read)
    first = images.find("0", "1")
    assert images.read(first, "full") is None
    assert images.find("0", "1") is None, "the address of the image that was replaced"
    assert images.read(images.find("0", "2"), "full") == (b"content", "image/png")


def test_an_image_takes_one_item_and_is_not_read_for_a_client_that_has_it(monkeypatch):
    row, rows, read = {"id": "id", "picture": "pictures/id/1"}, [], []

    def one_more(name):
        read.append(name)
        return b"content", "image/png"

    monkeypatch.setattr(store, "get", lambda _id: rows.append(_id) or row)
    monkeypatch.setattr(objects, "read_typed", one_more)
    monkeypatch.setattr(http, "arguments", dict)
    for tag, status in ((None, 200), ('"1-full"', 304)):
        monkeypatch.setattr(http, "header", lambda _name, tag=tag: tag)
        assert image_routes.show_picture_by_id("id", "1").status_code == status
    assert (len(rows), read) == (2, ["pictures/id/1"])
