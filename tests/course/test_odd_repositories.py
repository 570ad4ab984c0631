"""`make branches` and `make exercise` where git lacks what they need: one line, or they work."""

import shutil

import pytest

from .scratch import INSTALLED, clone, git, make

TARGETS = [("branches",), ("exercise", "N=2.2")]


@pytest.fixture(scope="module")
def cloned(tmp_path_factory):
    return clone(tmp_path_factory.mktemp("odd") / "shop")


@pytest.fixture
def unpacked(cloned, tmp_path):
    """As a zip file unpacks: without history."""
    where = tmp_path / "outer" / "shop"
    shutil.copytree(cloned, where, symlinks=True, ignore=shutil.ignore_patterns(".git"))
    return where


def refused(run):
    said = [line for line in run.stderr.splitlines() if not line.startswith("make: ***")]
    assert run.returncode == 2 and len(said) == 1, run.stderr
    return said[0]


@pytest.mark.parametrize("target", TARGETS, ids=" ".join)
def test_a_folder_without_history_is_refused_in_one_line(unpacked, target):
    assert "is no clone of the shop" in refused(make(unpacked, *target))


@pytest.mark.parametrize("target", TARGETS, ids=" ".join)
def test_another_repository_around_it_is_not_taken_for_ours(unpacked, target):
    git(unpacked.parent, "init", "-q")
    git(unpacked.parent, "commit", "-q", "--allow-empty", "-m", "Something else")
    before = git(unpacked.parent, "for-each-ref")
    assert "is no clone of the shop" in refused(make(unpacked, *target))
    assert git(unpacked.parent, "for-each-ref") == before


def test_in_a_shallow_clone_both_work(cloned, tmp_path):
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "1", cloned.as_uri(), str(shallow))
    (shallow / ".venv").symlink_to((cloned / ".venv").resolve())
    for target in TARGETS:
        run = make(shallow, *INSTALLED, *target)
        assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("mine", ["stage", "stage/2/mine"])
def test_a_branch_of_the_readers_above_or_below_one_of_ours_is_told(cloned, mine):
    git(cloned, "branch", mine)
    before = git(cloned, "for-each-ref")
    assert f"git branch -m {mine} my-{mine.replace('/', '-')}" in refused(make(cloned, "branches"))
    assert git(cloned, "for-each-ref") == before
    git(cloned, "branch", "-D", mine)
