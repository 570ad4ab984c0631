"""`make drill`: what each new feature cost to add, as it was counted when it was finished."""

import pytest

from machinery import drill
from tests.layout.house import ROOT

FEATURES = drill.features()


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature["name"])
def test_each_feature_has_every_figure_for_every_stage(feature):
    lines = list(drill.table(feature))
    assert lines[0] == feature["name"]
    for row in drill.ROWS:
        assert sum(line.strip().split()[:1] == [row] for line in lines) == 1
    for stage in ("stage1", "stage2", "stage3"):
        assert feature[stage]["files"] >= 1 and feature[stage]["lines"] >= 1
        assert feature[stage]["redeployed"]


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
