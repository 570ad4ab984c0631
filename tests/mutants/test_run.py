"""The verdicts of trials, with a fake stage and a fake suite."""

import json
import tempfile
from contextlib import contextmanager, nullcontext
from pathlib import Path
from types import SimpleNamespace

import pytest

from . import __main__ as main
from . import run, suite
from .ideas import Idea
from .run import ControlFailed
from .trial import RIGHT, Verdict

HINT = "test_things.py"
IDEA = Idea("Something is wrong.", "state", (HINT,))
FAILURE = suite.Outcome("test_things.py::test_it_is_right", True, "it is wrong")
ELSEWHERE = suite.Outcome("test_others.py::test_it_is_right", True, "it is wrong")


def a_stage(**said):
    @contextmanager
    def shop_with(_patches, untouched=False):
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder)
            (data / "logs").mkdir()
            of = {
                "url": folder,
                "staff": ("", ""),
                "provider": "",
                "provider_key": "",
                **{"metrics": {}, "identity": {}, "colleagues": {}},
            }
            yield SimpleNamespace(**of, data=data)

    usual = {"PATCHES": {}, "BOUNDS": {}, "AT_ONCE": 1, "turn": lambda name: 0}
    return SimpleNamespace(**usual | said, shops=lambda: nullcontext(shop_with))


@pytest.fixture
def answers(monkeypatch):
    """The fake suite's outcomes, call by call: first the control, then the trial's rounds."""
    found = []

    def first_failure(where, _tests, _bounds):
        answer = found.pop(0)
        if callable(answer):
            return answer(Path(where["SHOP_URL"], "logs", "shop.log"))
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(suite, "first_failure", first_failure)
    return found


def judged(ideas=None, stage=None):
    """{name: Verdict}"""
    found = run.verdicts(stage or a_stage(), ideas or {"wrong": IDEA})
    return {verdict.name: verdict for verdict in found}


def test_what_fails_is_caught_by_the_test_that_fails(answers):
    answers += [None, FAILURE]
    assert judged()["wrong"].caught_by == FAILURE.test


def test_what_passes_even_the_whole_suite_survives(answers):
    answers += [None, None, None]
    assert judged()["wrong"].caught_by is None
    assert answers == []


def test_a_race_gets_several_attempts(answers):
    answers += [None, None, None, FAILURE]
    assert judged({"wrong": IDEA._replace(kind="race")})["wrong"].caught_by == FAILURE.test


def test_nothing_is_believed_when_the_right_shop_fails_too(answers):
    answers += [FAILURE]
    with pytest.raises(ControlFailed, match="it is wrong"):
        judged()


def test_the_right_shop_is_shown_also_to_a_test_nobody_expected_to_fail(answers):
    answers += [None, None, ELSEWHERE, ELSEWHERE]
    with pytest.raises(ControlFailed, match="test_others"):
        judged()


@pytest.mark.parametrize("event", ["bug", "loop failed"])
def test_a_shop_that_crashes_is_no_wrong_shop(answers, event):
    def crash(log):
        log.write_text(json.dumps({"event": event, "traceback": "NameError"}))
        return FAILURE

    answers += [None, crash]
    verdict = judged()["wrong"]
    assert verdict.caught_by is None
    assert "NameError" in verdict.trouble


def test_the_right_shop_has_its_turn_when_the_stage_says_so(answers):
    answers += [FAILURE, None]
    assert list(judged(stage=a_stage(turn=lambda name: name == RIGHT))) == ["wrong", RIGHT]


def test_a_suite_that_can_not_be_run_catches_nothing(answers):
    answers += [None, suite.Undecided("no such option")]
    verdict = judged()["wrong"]
    assert verdict.caught_by is None
    assert "no such option" in verdict.trouble


def test_the_control_holds_the_files_and_tests_of_all_ideas(answers):
    answers += [None, FAILURE, FAILURE]
    other = IDEA._replace(caught_by=("test_things.py::test_it_is_right",))
    found = judged({"wrong": IDEA, "wronger": other})
    assert set(found) == {RIGHT, "wrong", "wronger"}


def test_the_control_holds_the_tests_of_what_was_caught_before_it_was_cut_short(
    answers, monkeypatch
):
    shown = []
    monkeypatch.setattr(run, "control", lambda tests: shown.append(tests) or IDEA)
    answers += [None, FAILURE]
    before = IDEA._replace(caught_by=("test_others.py",))
    list(run.verdicts(a_stage(), {"wrong": IDEA}, [before]))
    assert shown == [["test_others.py", HINT]]


@pytest.mark.parametrize("with_why", [True, False])
def test_what_the_test_found_is_shown_if_asked_for(with_why, capsys):
    main.show(Verdict("wrong", "test_things.py::test_it_is_right", "-2 are left", 3.5), with_why)
    first, *rest = capsys.readouterr().out.splitlines()
    assert first.endswith("caught by test_things.py::test_it_is_right (4 s)")
    assert rest == (["    -2 are left"] if with_why else [])
