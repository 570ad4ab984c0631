"""What a stage keeps is for its user alone, whatever the umask is, and even in a copied folder."""

import os
import shutil
import stat

import pytest

from local.data import Data
from local.refusal import Refusal


def open_to_others(folder):
    """Every path in it, and itself, that another user of this machine may do anything with."""
    paths = [folder, *folder.rglob("*")]
    modes = {path: stat.S_IMODE(path.lstat().st_mode) for path in paths if not path.is_symlink()}
    return {str(path): oct(mode) for path, mode in modes.items() if mode & 0o077}


@pytest.mark.parametrize("mask", [0, 0o022, 0o777], ids=oct)
def test_what_a_stage_makes_is_for_its_user_alone(terminal, mask):
    terminal.start_and_wait(umask=mask)
    assert open_to_others(terminal.data.path) == {}
    assert terminal.type("control", "ps").returncode == 0


def test_a_folder_that_exists_is_tightened(terminal):
    terminal.start_and_wait()
    assert terminal.type("control", "stop").returncode == 0
    folder = terminal.data.path
    program = folder / "program"
    program.touch()
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o777 if path.is_dir() or path == program else 0o666)
    terminal.start_and_wait()
    assert open_to_others(folder) == {}
    assert stat.S_IMODE((folder / "secrets.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(program.stat().st_mode) == 0o700  # still a program


def test_what_a_link_leads_to_is_left_alone(tmp_path):
    letter = tmp_path / "letter"
    letter.touch()
    letter.chmod(0o644)
    data = Data(tmp_path / "data")
    data.claim("stage1")
    data.unlock()
    (data.path / "link").symlink_to(letter)
    data.claim("stage1")
    data.unlock()
    assert stat.S_IMODE(letter.stat().st_mode) == 0o644


def test_a_folder_of_somebody_elses_is_one_line(tmp_path, monkeypatch):
    data = Data(tmp_path / "data")
    data.path.mkdir()
    data.path.chmod(0o755)

    def denied(*_args, **_more):
        raise PermissionError

    monkeypatch.setattr(os, "chmod", denied)
    with pytest.raises(Refusal, match="belongs to another user"):
        data.claim("stage1")
    monkeypatch.undo()
    shutil.rmtree(data.path)
