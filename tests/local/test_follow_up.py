"""What is to be done each time a part has come up, before anybody counts on it."""

import pytest

DONE = ["unpacked", "laid out"]


@pytest.fixture
def followed(terminal):
    terminal.data.claim("dummy")
    terminal.data.unlock()
    return terminal


def said(terminal):
    return [line for line in terminal.data.log("stall").read_text().splitlines() if line in DONE]


def test_a_part_is_ready_only_when_what_follows_is_done_in_its_order(followed):
    held = followed.hold("follow-up")
    followed.start(KIND="followed")
    followed.wait(lambda: followed.is_ready("web"))
    assert (followed.part("stall")["state"], said(followed)) == ("starting", [])
    held.unlink()
    followed.wait(lambda: followed.is_ready("stall"))
    assert said(followed) == DONE


def test_it_is_done_again_each_time_the_part_comes_back(followed):
    followed.start_and_wait(KIND="followed")
    held, old = followed.hold("follow-up"), followed.part("stall")["pid"]
    followed.type("control", "kill", "stall")
    followed.wait(lambda: followed.part("stall")["pid"] not in (0, old))
    assert followed.part("stall")["state"] == "starting"
    held.unlink()
    followed.wait(lambda: followed.is_ready("stall"))
    assert said(followed) == DONE * 2


def test_a_stage_whose_part_can_not_be_followed_up_says_why_and_ends(followed):
    (followed.data.path / "break-follow-up").touch()
    supervisor = followed.start(KIND="followed")
    assert supervisor.wait(30) == 1
    assert "what is to be done when it is up failed (exit code 1)" in followed.shown()
    assert "  | the table is too small" in followed.shown()
    assert followed.ours() == []


def test_a_stop_does_not_wait_for_what_follows(followed):
    followed.hold("follow-up")
    supervisor = followed.start(KIND="followed")
    followed.wait(lambda: followed.is_ready("web"))
    supervisor.terminate()
    assert supervisor.wait(30) == 0
    assert followed.ours() == []
