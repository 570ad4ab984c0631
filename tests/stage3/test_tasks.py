"""Work after the answer that fails for one, and is done for the others."""

import pytest

from chalicelib.accounts import closed, peers, tasks


@pytest.fixture
def forgotten(monkeypatch):
    """Whom all features have forgotten; "2" is one they can't."""
    found = []

    def forget(user_id):
        if user_id == "2":
            raise ValueError("not this one")
        found.append(user_id)

    monkeypatch.setattr(peers, "forget_person", forget)
    monkeypatch.setattr(closed, "still_to_forget", lambda: ["1", "2", "3"])
    monkeypatch.setattr(closed, "forgotten", lambda tx, user_id: None)
    return found


def test_one_who_cannot_be_forgotten_keeps_nobody_waiting_and_is_told_of(forgotten, caplog):
    with pytest.raises(ExceptionGroup) as raised:
        tasks.catch_up()
    assert forgotten == ["1", "3"]
    assert [str(error) for error in raised.value.exceptions] == ["not this one"]
    assert '"user_id": "2"' in caplog.text
