"""`make drill`: what each new feature cost to add, as it was counted when it was finished."""

import pytest

from machinery import drill
from tests.course.boxes import row
from tests.layout.house import ROOT

FEATURES = drill.features()


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature["name"])
def test_each_feature_has_every_figure_for_every_stage(feature):
    lines = list(drill.table(feature))
    assert lines[0] == feature["name"]
    for name in drill.ROWS:
        assert sum(line.strip().split()[:1] == [name] for line in lines) == 1
    for stage in ("stage1", "stage2", "stage3"):
        assert feature[stage]["files"] >= 1 and feature[stage]["lines"] >= 1
        assert feature[stage]["redeployed"]


def processor(name):
    """The figure of each stage."""
    (feature,) = [each for each in FEATURES if each["name"].startswith(name)]
    words = [feature[f"stage{stage}"].get("processor", "") for stage in (1, 2, 3)]
    return [float(each.split()[0]) if each else None for each in words]


def test_processor_times_are_those_of_the_boxes():
    of_sign_ins = [row("signing-in", "with a code", after=f"stage {n}")[1] for n in (1, 2, 3)]
    assert processor("Sign in with an identity provider") == of_sign_ins
    assert processor("Roles") == [round(row("a-decision", "support lists people")[0], 2)] * 3
    of_events = [row("bench-events", f"stage {stage}")[2] for stage in (1, 2)]
    assert processor("Clickstream") == [*of_events, None]


def test_each_decision_is_there():
    there = {path.name[:4] for path in (ROOT / "docs/adr").glob("0*.md")}
    named = {f"{number:04}" for feature in FEATURES for number in feature["decisions"]}
    assert named and named <= there


def test_a_patch_is_counted_by_folder():
    text = """--- a/stage1-monolith/shop/x.py
+++ b/stage1-monolith/shop/x.py
+one
-two
+++ b/stage1-monolith/migrations/versions/0009_x.py
+three
+++ b/stage2-services/x.py
+four
+five
"""
    counted = drill._counted(text.splitlines(), "stage1-monolith")
    assert counted == {"files": 2, "lines": 2, "migrations": 1}
    assert drill._counted(text.splitlines(), "stage3-serverless")["files"] == 0
