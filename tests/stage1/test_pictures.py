"""Images on disk: what a crash, a full disk, or a concurrent request leaves of them."""

import errno
import os

import pytest

from shop import db, decoder, files
from shop.catalog import store, tasks
from shop.config import BASE, config
from tests.contract import pictures

from .person import a_product, data

PNG = pictures.picture("PNG", 40, 20)


@pytest.fixture
def product(staff):
    return a_product(staff, stock=0)


def put(staff, product, content=PNG):
    path = f"/products/{product['id']}/image"
    return staff.call("PUT", path, headers={"Content-Type": "image/png"}, data=content)


def get(shop, product, size="full"):
    return shop.get(f"{BASE}/products/{product['id']}/image?size={size}")


def kept():
    """All files."""
    return sorted(path for path in (config().data / "files").rglob("*") if path.is_file())


def row_of(product):
    with db.reading() as tx:
        return store.get(tx, product["id"])


def test_a_picture_kept_before_it_was_decoded_first_has_no_thumbnail(shop, staff, product):
    """As releases before this one took it; it is not tried again and again."""
    data(put(staff, product), 202)
    name = row_of(product).picture
    files.save(name, pictures.png_claiming(40, 20))
    files.delete(f"{name}.thumb")
    with db.transaction("forget_the_thumbnail") as tx:
        store.thumbnail_was_tried(tx, product["id"], None)
    for _ in range(2):
        tasks.make_thumbnail(product["id"], name)
        assert get(shop, product, "thumb").status_code == 404
        assert row_of(product).thumbnail_tried == row_of(product).picture


HOPELESS = {
    "2,000 scans": pictures.of_scans(2_000),
    "half a JPEG": pictures.picture("JPEG", 200, 100)[:1_000],
    "more than 40 megapixels": pictures.jpeg_claiming(8000, 5001),
}


@pytest.mark.parametrize("content", HOPELESS.values(), ids=HOPELESS)
def test_what_its_structure_gives_away_is_refused_without_a_decoder(
    staff, product, content, monkeypatch
):
    monkeypatch.delattr(decoder.subprocess, "run")
    path = f"/products/{product['id']}/image"
    answer = staff.call("PUT", path, headers={"Content-Type": "image/jpeg"}, data=content)
    assert answer.status_code == 422


def test_a_full_disk_is_no_damage_to_the_picture(shop, staff, product, monkeypatch):
    write = files.write

    def full(path, content):
        if path.suffix == ".thumb":
            raise OSError(errno.ENOSPC, "No space left on device")
        write(path, content)

    monkeypatch.setattr(files, "write", full)
    data(put(staff, product), 202)
    monkeypatch.setattr(files, "write", write)
    tasks.catch_up()
    assert get(shop, product, "thumb").status_code == 200


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EROFS, errno.EIO, errno.EDQUOT])
def test_on_a_full_disk_an_upload_can_be_sent_again_and_leaves_nothing(
    shop, staff, product, monkeypatch, error
):
    def full(_descriptor):
        raise OSError(error, os.strerror(error))

    before = kept()
    with monkeypatch.context() as patch:
        patch.setattr(files.os, "fsync", full)
        refused = put(staff, product)
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "1")
        assert refused.json["type"] == "urn:shop:problem:unavailable"
        assert str(config().data) not in refused.text
    assert get(shop, product).status_code == 404
    assert kept() == before
    data(put(staff, product), 202)
    assert get(shop, product).status_code == 200


def test_a_picture_that_is_replaced_while_it_is_read_is_not_missed(
    shop, staff, product, monkeypatch
):
    data(put(staff, product), 202)
    other, read = pictures.picture("PNG", 20, 40), files.read

    def meanwhile(name):
        monkeypatch.setattr(files, "read", read)
        data(put(staff, product, other), 202)
        return read(name)

    monkeypatch.setattr(files, "read", meanwhile)
    answer = get(shop, product)
    assert (answer.status_code, answer.data) == (200, other)


@pytest.mark.parametrize("size", ["full", "thumb"])
def test_without_a_picture_no_file_is_asked_for(shop, product, size, monkeypatch):
    asked = []
    monkeypatch.setattr(files, "read", asked.append)
    assert get(shop, product, size).status_code == 404
    assert asked == []


def test_no_address_of_an_image_shows_another_that_replaced_it_meanwhile(
    shop, staff, product, monkeypatch
):
    """A cache would keep it there for a year."""
    first = data(put(staff, product), 202)["image_url"]
    other, read = pictures.picture("PNG", 20, 40), files.read

    def meanwhile(name):
        monkeypatch.setattr(files, "read", read)
        data(put(staff, product, other), 202)
        return read(name)

    monkeypatch.setattr(files, "read", meanwhile)
    answer = shop.get(first)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (302, "no-store")
    assert shop.get(answer.headers["Location"]).data == other


def test_an_image_takes_one_row_and_is_not_read_for_a_client_that_has_it(
    shop, staff, product, monkeypatch
):
    address, rows, read = data(put(staff, product), 202)["image_url"], [], []
    get, of_file = store.get, files.read
    monkeypatch.setattr(store, "get", lambda tx, key: rows.append(key) or get(tx, key))
    monkeypatch.setattr(files, "read", lambda name: read.append(name) or of_file(name))
    answer = shop.get(address)
    again = shop.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (answer.status_code, again.status_code, again.data) == (200, 304, b"")
    assert (len(rows), len(read)) == (2, 1)
