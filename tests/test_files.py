"""Files of the shops that have a disk: whole or not at all, also after a power cut."""

import os
from pathlib import Path

import pytest

import chalicelib.files
import shop.files
from shop import config

import chassis.files

ALL = pytest.mark.parametrize(
    "files",
    [shop.files, chassis.files, chalicelib.files],
    ids=["stage1", "stage2", "stage3"],
)


@pytest.fixture
def synced(monkeypatch):
    """What was told to be on the disk, in order, and the files there were by then."""
    seen, fsync = [], os.fsync

    def see(handle):
        path = Path(os.readlink(f"/proc/self/fd/{handle}"))
        seen.append((path, [each.name for each in path.iterdir()] if path.is_dir() else None))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", see)
    return seen


@ALL
def test_a_file_has_its_name_on_the_disk_before_anybody_is_told(files, synced, tmp_path):
    files.write(tmp_path / "picture", b"content")
    (first, _), last = synced
    assert first.parent == tmp_path and first != tmp_path / "picture"
    assert last == (tmp_path, ["picture"])


@ALL
def test_of_two_who_write_the_same_file_at_once_neither_hinders_the_other(
    files, tmp_path, monkeypatch
):
    path, fsync = tmp_path / "picture", os.fsync

    def meanwhile(handle):
        monkeypatch.setattr(os, "fsync", fsync)
        files.write(path, b"one")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", meanwhile)
    files.write(path, b"other")
    assert path.read_bytes() == b"other"
    assert list(tmp_path.iterdir()) == [path]


@ALL
def test_what_a_full_disk_has_no_room_for_leaves_nothing(files, tmp_path, monkeypatch):
    def full(_handle):
        raise OSError("No space left on device")

    (tmp_path / "picture").write_bytes(b"before")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        files.write(tmp_path / "picture", b"content")
    assert list(tmp_path.iterdir()) == [tmp_path / "picture"]
    assert (tmp_path / "picture").read_bytes() == b"before"


@ALL
def test_a_secret_is_for_its_owner_only(files, tmp_path):
    files.write(tmp_path / "secret", b"content", files.FOR_THE_OWNER)
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600


def test_folders_on_the_way_to_a_picture_are_on_the_disk_as_well(synced, tmp_path, monkeypatch):
    monkeypatch.setenv("DATA", str(tmp_path))
    config.config.cache_clear()
    shop.files.save("pictures/one/full", b"content")
    config.config.cache_clear()
    told = dict(synced)
    assert told[tmp_path] == ["files"]
    assert told[tmp_path / "files"] == ["pictures"]
    assert told[tmp_path / "files" / "pictures"] == ["one"]
    assert told[tmp_path / "files" / "pictures" / "one"] == ["full"]
