"""The state of the local AWS is that of one moment, if a stop is cut short or the disk full."""

import json
from types import SimpleNamespace

import pytest
from ministack.core import persistence

from local import aws_keep
from tests.drivers import aws

STATE = {"dynamodb": {"tables": ["new"]}, "sqs": {"queues": ["new"]}}


@pytest.fixture
def folder(tmp_path):
    """An AWS's, with a state that an earlier stop has left."""
    (tmp_path / "state").mkdir()
    for name in (*STATE, "iam"):
        (tmp_path / "state" / f"{name}.json").write_text('"old"')
    return tmp_path


class Persistence:
    """ministack's module; has_room: the names of services that can be written."""

    def __init__(self, has_room=STATE):
        self.STATE_DIR, self.has_room, self.tried = None, has_room, 0

    def save_state(self, name, state):
        """As ministack's: what goes wrong is only logged."""
        self.tried += 1
        if name in self.has_room:
            with open(f"{self.STATE_DIR}/{name}.json", "w", encoding="utf-8") as file:
                json.dump(state, file)


def stop(folder, persistence, **services):
    app = SimpleNamespace()
    aws_keep.keep_whole(app, persistence, folder)
    told = {name: lambda state=state: state for name, state in STATE.items()}
    app.save_all({**told, **services})


def kept(folder):
    return {file.stem: json.loads(file.read_text()) for file in (folder / "state").iterdir()}


def test_a_stop_replaces_what_services_tell_and_keeps_the_rest(folder):
    stop(folder, Persistence(), lambda_svc=lambda: None)
    assert kept(folder) == {**STATE, "iam": "old"}
    assert [each.name for each in folder.iterdir()] == ["state"]


def test_on_a_full_disk_the_state_of_before_stays_whole(folder, monkeypatch, capsys):
    monkeypatch.setattr(aws_keep, "PATIENCE", 0)
    stop(folder, Persistence(has_room=["dynamodb"]))
    assert kept(folder) == dict.fromkeys((*STATE, "iam"), "old")
    assert "The disk is full" in capsys.readouterr().out


def test_once_there_is_room_again_it_is_kept(folder, monkeypatch):
    module = Persistence(has_room=[])
    monkeypatch.setattr(aws_keep.time, "sleep", lambda _: setattr(module, "has_room", STATE))
    stop(folder, module)
    assert kept(folder) == {**STATE, "iam": "old"}


def test_the_ballast_is_taken_at_the_start_and_given_up_for_the_state(folder):
    aws_keep.begin(folder)
    assert (folder / "ballast").stat().st_size == aws_keep.BALLAST * 1024 * 1024
    module = Persistence()
    module.save_state = lambda *_: (
        pytest.fail("still there") if (folder / "ballast").exists() else 0
    )
    aws_keep.PATIENCE, before = 0, aws_keep.PATIENCE
    try:
        stop(folder, module)
    finally:
        aws_keep.PATIENCE = before
    aws_keep.begin(folder)
    assert (folder / "ballast").exists()


def test_the_very_first_start_takes_the_ballast_too(tmp_path):
    aws_keep.begin(tmp_path / "aws")
    assert (tmp_path / "aws/ballast").exists()


def test_a_service_that_cannot_tell_its_state_keeps_the_one_of_before(folder):
    def fail():
        raise KeyError("a bug")

    stop(folder, Persistence(), sqs=fail)
    assert kept(folder) == {"dynamodb": STATE["dynamodb"], "sqs": "old", "iam": "old"}


@pytest.mark.parametrize(
    ("there", "right"),
    [
        (["state"], "state"),
        (["state", "state-new"], "state"),  # died while it wrote
        (["state-old", "state-new"], "state-new"),  # … between the two renames
        (["state", "state-old"], "state"),  # … before the old one was gone
    ],
)
def test_a_stop_that_is_cut_short_anywhere_leaves_one_whole_state(tmp_path, there, right):
    for name in there:
        (tmp_path / name).mkdir()
        (tmp_path / name / "sqs.json").write_text(json.dumps(name))
    aws_keep.begin(tmp_path)
    assert kept(tmp_path) == {"sqs": right}
    assert {each.name for each in tmp_path.iterdir()} == {"state", "ballast"}


def test_ministack_writes_where_it_is_told(tmp_path, monkeypatch):
    """Private names of one version of it."""
    monkeypatch.setattr(persistence, "PERSIST_STATE", True)
    monkeypatch.setattr(persistence, "STATE_DIR", str(tmp_path))
    persistence.save_state("sqs", {"queues": {}})
    assert json.loads((tmp_path / "sqs.json").read_text())["payload"] == {"queues": {}}


def test_a_real_one_has_its_tables_again(tmp_path):
    folder = tmp_path / "aws"
    with aws.running(folder) as client:
        client("sqs").create_queue(QueueName="kept")
    assert not (folder / "ballast").exists() and not (folder / "state-new").exists()
    with aws.running(folder) as client:
        assert client("sqs").list_queues()["QueueUrls"][0].endswith("/kept")
