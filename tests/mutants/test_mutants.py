"""A short form of `make mutants`: all patches apply, and some mutants are caught."""

import pytest

from . import run, stubs, suite
from .ideas import every_idea, functions, local_aws, services, unseen
from .ideas import inside as hidden
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


def test_an_idea_is_a_patch_of_each_stage_or_it_is_said_why_not():
    of_one_stage = set(services.IDEAS) | set(hidden.IDEAS) | set(functions.IDEAS)
    of_one_stage |= set(local_aws.IDEAS) | set(unseen.IDEAS)
    for_all = set(every_idea()) - of_one_stage
    for number in STAGES:
        left_out = getattr(stage_of(number), "LEFT_OUT", {})
        assert for_all == set(stage_of(number).PATCHES) - of_one_stage | set(left_out)
        assert all(left_out.values()) and not left_out.keys() & stage_of(number).PATCHES.keys()


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
    assert 'CURRENCY: Final = "XXX"' in (tmp_path / file).read_text()
    assert 'CURRENCY: Final = "EUR"' in (ROOT / file).read_text()


@pytest.mark.parametrize("number", STAGES)
def test_a_sample_of_wrong_shops_is_caught(number):
    ideas = {name: every_idea()[name] for name in SAMPLE[number][: IN_SHORT[number]]}
    found = {verdict.name: verdict.caught_by for verdict in run.verdicts(stage_of(number), ideas)}
    assert found.pop(RIGHT) is None
    assert [name for name, test in found.items() if not test] == []


def test_no_file_of_the_suite_is_content_with_a_shop_that_says_yes_to_everything():
    files, failed, _ = stubs.unimpressed_files(stubs.says_yes)
    assert files == [] and failed
