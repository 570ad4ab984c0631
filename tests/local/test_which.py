"""Which stage `make ps` means, and the others that may be left without a name."""

import os

import pytest

from local.data import MARK, RUN
from local.group import started
from local.refusal import Refusal
from local.which import named, which


@pytest.fixture
def root(tmp_path):
    """A project of two stages."""
    for folder, name in (("stage1-monolith", "stage1"), ("stage2-services", "stage2")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "parts.toml").write_text(f'[stage]\nfolder = "{name}"\n')
    return tmp_path


def keep(root, name):
    data = which(root, {"STAGE": name[5]})
    data.path.mkdir(parents=True)
    (data.path / MARK).write_text(name)
    return data


def run(root, name, pid=None):
    """pid: of a supervisor, by default one that lives."""
    pid = pid or os.getpid()
    keep(root, name).write(RUN, {"supervisor": {"pid": pid, "started": started(pid) or 1.0}})


def meant(root, to_forget=False, **environ):
    return which(root, environ, to_forget).path.name


def test_what_is_named_is_meant(root, tmp_path):
    run(root, "stage1")
    assert meant(root, STAGE="2") == "stage2"
    assert meant(root, DATA=str(tmp_path / "elsewhere")) == "elsewhere"
    with pytest.raises(Refusal, match="STAGE=4 is unknown"):
        meant(root, STAGE="4")


@pytest.mark.parametrize("name", ["stage1", "stage2"])
def test_without_a_name_the_one_that_runs_is_meant(root, name):
    run(root, name)
    assert meant(root) == name


def test_one_whose_supervisor_was_killed_does_not_run(root):
    run(root, "stage2", pid=999_999_999)
    assert meant(root) == "stage1"


def test_when_several_run_the_question_is_which(root):
    run(root, "stage1")
    run(root, "stage2")
    with pytest.raises(Refusal, match="More than one stage runs. Say which: STAGE=1 or STAGE=2"):
        meant(root)


def test_when_none_runs_it_is_the_first_stage_and_to_be_forgotten_the_one_that_has_data(root):
    keep(root, "stage2")
    assert meant(root) == "stage1"
    assert meant(root, to_forget=True) == "stage2"
    keep(root, "stage1")
    with pytest.raises(Refusal, match="STAGE=1 or STAGE=2"):
        meant(root, to_forget=True)


def test_a_stage_that_never_ran_is_started_under_its_own_name(root):
    assert which(root, {"STAGE": "2"}).stage == "stage2"


def test_the_shop_that_moves_is_named_by_a_word(root):
    (root / "shared/move").mkdir(parents=True)
    (root / "shared/move/parts.toml").write_text('[stage]\nfolder = "move"\n')
    assert meant(root, STAGE="move") == "move" and named("move", None) == "STAGE=move"
    assert meant(root) == "stage1" and named("stage2", None) == "STAGE=2"
