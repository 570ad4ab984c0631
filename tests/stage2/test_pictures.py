"""Images in an object store, where one may be replaced while it is read."""

from types import SimpleNamespace

from catalog import images, usecases

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
    now = SimpleNamespace(picture="pictures/id/1", picture_type="image/png")

    def read(name):
        now.picture = "pictures/id/2"  # and the old one is gone
        return {"pictures/id/2": b"content"}.get(name)

    monkeypatch.setattr(images, "_row", lambda _id: SimpleNamespace(**vars(now)))
    monkeypatch.setattr(objects, "read", read)
    assert images.read("id", "1", "full") is None
    assert images.read("id", "2", "full") == (b"content", "image/png")
