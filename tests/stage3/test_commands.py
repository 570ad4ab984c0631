"""What a first start was killed over, the next one makes good."""

import builtins
import json

import pytest

from chalicelib import commands

pytestmark = pytest.mark.usefixtures("tables")


class Killed(BaseException):
    pass


@pytest.fixture
def sign_ins(tmp_path, monkeypatch):
    monkeypatch.setenv("SIGN_INS", str(tmp_path / "sign-ins.json"))
    return tmp_path / "sign-ins.json"


def test_killed_before_the_first_sign_ins_were_written_it_writes_them_the_next_time(sign_ins):
    def killed(*arguments, **more):
        real(*arguments, **more).close()
        raise Killed

    real = builtins.open
    with pytest.MonkeyPatch.context() as patched, pytest.raises(Killed):
        patched.setattr(builtins, "open", killed)
        commands._first_people()
    staff_id = commands._first_people()
    assert commands._find(json.loads(sign_ins.read_text())["staff"]["email"])["id"] == staff_id
    assert sign_ins.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in sign_ins.parent.iterdir()] == ["sign-ins.json"]


def test_the_first_sign_ins_are_made_up_only_once(sign_ins):
    commands._first_people()
    before = sign_ins.read_text()
    commands._first_people()
    assert sign_ins.read_text() == before
