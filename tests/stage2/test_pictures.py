"""Images in an object store, where one may be replaced while it is read."""

from types import SimpleNamespace

from catalog import usecases

from chassis import objects


def test_a_picture_that_is_replaced_while_it_is_read_is_not_missed(monkeypatch):
    now = SimpleNamespace(picture="old", picture_type="image/png")

    def read(name):
        now.picture = "new"  # and the old one is gone
        return {"new": b"content"}.get(name)

    monkeypatch.setattr(usecases, "_row", lambda _id: SimpleNamespace(**vars(now)))
    monkeypatch.setattr(objects, "read", read)
    assert usecases.picture("id", "full") == (b"content", "image/png")
