"""Images in an object store, where one may be replaced while it is read."""

from types import SimpleNamespace

from catalog import image_routes, images, usecases
from flask import Flask

from chassis import objects


def test_a_picture_that_is_replaced_while_it_is_read_is_not_missed(monkeypatch):
    now = SimpleNamespace(picture="old", picture_type="image/png")

    def read(name):
        now.picture = "new"  # and the old one is gone
        return {"new": b"content"}.get(name)

    monkeypatch.setattr(usecases, "_row", lambda _id: SimpleNamespace(**vars(now)))
    monkeypatch.setattr(objects, "read", read)
    assert usecases.picture("id", "full") == (b"content", "image/png")


def test_no_address_of_an_image_shows_another_that_replaced_it_meanwhile(monkeypatch):
    now = SimpleNamespace(id="0", picture="pictures/0/1", picture_type="image/png")

    def read(name):
        now.picture = "pictures/0/2"  # and the old one is gone
        return {"pictures/0/2": b"content"}.get(name)

    monkeypatch.setattr(images, "_row", lambda _id: SimpleNamespace(**vars(now)))
    monkeypatch.setattr(objects, "read", read)
    first = images.find("0", "1")
    assert images.read(first, "full") is None
    assert images.find("0", "1") is None, "the address of the image that was replaced"
    assert images.read(images.find("0", "2"), "full") == (b"content", "image/png")


def test_an_image_takes_one_row_and_is_not_read_for_a_client_that_has_it(monkeypatch):
    row, rows, read = SimpleNamespace(id="id", picture="p/id/1", picture_type="image/png"), [], []

    def one_more(name):
        read.append(name)
        return b"content"

    monkeypatch.setattr(images, "_row", lambda _id: rows.append(_id) or row)
    monkeypatch.setattr(objects, "read", one_more)
    app = Flask(__name__)
    for asked, status in (({}, 200), ({"If-None-Match": '"1-full"'}, 304)):
        with app.test_request_context(headers=asked):
            assert image_routes.show_picture_by_id("id", "1").status_code == status
    assert (len(rows), read) == (2, ["p/id/1"])
