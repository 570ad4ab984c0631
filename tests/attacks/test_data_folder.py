"""The data folder: no other user of this machine opens anything that a running stage keeps."""

import stat
from functools import partial

import pytest

from tests.contract.steps import a_customer, at_once, unique

SECRETS = ("secrets.json", "sign-ins.json", "run.json")
ATTEMPTS = 3  # whether two are at it at the same moment is chance
CODE = [("artefact",), ("libraries",)]  # copies of public code, with the modes of the originals


def modes(folder):
    for path in (folder, *folder.rglob("*")):
        try:
            if not path.is_symlink() and path.relative_to(folder).parts[:1] not in CODE:
                yield path, stat.S_IMODE(path.lstat().st_mode)
        except FileNotFoundError:
            continue  # gone meanwhile


@pytest.mark.short
def test_nothing_in_it_is_open_to_others(stage):
    """Databases, their -wal and -shm files, keys, logs, the sandbox's ledger, images."""
    found = {str(path.relative_to(stage.data)): oct(mode) for path, mode in modes(stage.data)}
    assert {path: mode for path, mode in found.items() if int(mode, 8) & 0o077} == {}
    assert found["."] == "0o700"
    for name in SECRETS:
        assert found[name] == "0o600", name
    assert len(found) > 10


@pytest.mark.short
def test_no_secret_stands_in_a_log_or_a_command_line(stage):
    kept = stage.secrets.values()
    for log in (stage.data / "logs").glob("*"):
        text = log.read_text(errors="replace")
        assert not any(secret in text for secret in kept), log.name
    for process in stage.processes():
        assert not any(secret in " ".join(process.cmdline()) for secret in kept), process


@pytest.mark.short
def test_no_email_stands_in_a_log(stage, shop):
    """Not even one that two people take at the same moment, which the database refuses to one."""
    for _ in range(ATTEMPTS):
        email = f"{unique('both')}@example.org"
        people = [a_customer(shop) for _ in range(4)]
        new = {"email": email, "name": "Ada"}
        answers = at_once(*(partial(person.put, person.path, new) for person in people))
        assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
        for log in (stage.data / "logs").glob("*"):
            assert email not in log.read_text(errors="replace"), log.name
