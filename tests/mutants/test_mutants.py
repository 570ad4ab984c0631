"""A short form of `make mutants`: that the patches fit, that some wrong shops are caught."""

import pytest

from . import run, stubs, suite
from .ideas import every_idea
from .patch import ROOT, Drifted, Patch, patched, wrong_copy
from .sample import IN_SHORT, SAMPLE
from .trial import RIGHT, stage_of

STAGES = sorted(path.stem.removeprefix("stage") for path in ROOT.glob("tests/mutants/stage?*"))
ALL = [(number, name) for number in STAGES for name in stage_of(number).PATCHES]


@pytest.mark.parametrize("number, name", ALL)
def test_every_patch_fits_and_leaves_a_program(number, name):
    for file, source in patched(stage_of(number).PATCHES[name]).items():
        assert source != (ROOT / file).read_text()
        if file.endswith(".py"):
            compile(source, file, "exec")


@pytest.mark.parametrize("number", STAGES)
def test_every_patch_has_an_idea(number):
    assert set(stage_of(number).PATCHES) <= set(every_idea())


@pytest.mark.parametrize("name", every_idea())
def test_every_idea_names_tests_that_are_there(name):
    expected = every_idea()[name].caught_by
    assert expected and list(suite.there(expected)) == list(expected)


def test_a_patch_that_does_not_fit_any_more_is_told():
    file = "shared/shop_rules/pricing.py"
    for old in ("never written there", "line"):
        with pytest.raises(Drifted, match=file):
            patched([Patch(file, old, "")])


def test_a_copy_is_made_wrong_and_the_source_is_not(tmp_path):
    file = "shared/shop_rules/pricing.py"
    wrong_copy([Patch(file, '"EUR"', '"XXX"')], ["shared/shop_rules"], tmp_path)
    assert 'CURRENCY = "XXX"' in (tmp_path / file).read_text()
    assert 'CURRENCY = "EUR"' in (ROOT / file).read_text()


def test_a_sample_of_wrong_shops_is_caught():
    ideas = {name: every_idea()[name] for name in SAMPLE[:IN_SHORT]}
    found = {verdict.name: verdict.caught_by for verdict in run.verdicts(stage_of("1"), ideas)}
    assert found.pop(RIGHT) is None
    assert [name for name, test in found.items() if not test] == []


def test_no_file_of_the_suite_is_content_with_a_shop_that_says_yes_to_everything():
    files, failed, _ = stubs.unimpressed_files(stubs.says_yes)
    assert files == [] and failed
