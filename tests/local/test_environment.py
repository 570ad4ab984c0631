"""What a newcomer reads whose machine has no Python that will do."""

import subprocess
import sys

import pytest

from tests.drivers import stage

SCRIPT = stage.ROOT / "shared" / "local" / "environment.sh"


@pytest.fixture
def path(tmp_path):
    """A PATH with nothing on it but what a test puts there."""
    (tmp_path / "bin").mkdir()
    return tmp_path / "bin"


def make_venv(path, **more):
    return subprocess.run(
        ["/bin/sh", SCRIPT, "venv"],
        cwd=path.parent,
        env={"PATH": str(path), **more},
        capture_output=True,
        text=True,
    )


def put(path, name, script):
    (path / name).write_text(f"#!/bin/sh\n{script}\n")
    (path / name).chmod(0o755)


def refused(done):
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr


def test_no_python_at_all_is_one_line_with_what_to_type(path):
    assert "make PYTHON=" in refused(make_venv(path))


def test_a_python_that_is_too_old_is_passed_over(path):
    put(path, "python3.13", "echo 'pyenv: python3.13: command not found' >&2; exit 127")
    put(path, "python3", "exit 1")
    assert "No Python 3.11 or newer found" in refused(make_venv(path))


def test_a_python_that_was_named_is_not_replaced_by_another(path):
    put(path, "python3.12", f'exec "{sys.executable}" "$@"')
    assert "PYTHON=/bin/false is no Python 3.11" in refused(make_venv(path, PYTHON="/bin/false"))


def test_a_python_without_its_venv_module_is_one_line_with_what_to_type(path):
    put(path, "python3.12", f'case "$2" in *venv,*) exit 1;; esac; exec "{sys.executable}" "$@"')
    assert "sudo apt install python3." in refused(make_venv(path))
