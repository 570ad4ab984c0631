"""The maps say of each stage what is there: nothing is missing, and nothing is made up."""

import json
import re

import pytest

from control_room.places import map_of
from local import parts
from tests.layout.house import ROOT

FOLDERS = {"stage1": "stage1-monolith", "stage2": "stage2-services", "stage3": "stage3-serverless"}
STAGES = list(FOLDERS)
ASIDE = {"spans"}  # what only collects spans
KEEPS = ("store", "queue", "stream")  # kinds that lie in a part
TABLE = re.compile(r'sa\.Table\(\s*"(\w+)"')
OPTIONAL = {"stage1": {"postgres"}}  # there with DB=postgres


def nodes(stage):
    return map_of(stage)["nodes"].items()


@pytest.mark.parametrize("stage", STAGES)
def test_each_part_is_on_the_map_and_no_other(stage):
    there = set(parts.read(ROOT / FOLDERS[stage])["parts"]) - ASIDE
    drawn = {node["part"] for _, node in nodes(stage) if "part" in node}
    assert drawn == there
    whole = {
        node["part"] for _, node in nodes(stage) if "part" in node and node["kind"] not in KEEPS
    }
    assert whole == there - OPTIONAL.get(stage, set())


def test_each_function_of_stage_3_is_on_the_map_and_no_other():
    config = json.loads((ROOT / "stage3-serverless/.chalice/config.json").read_text("utf-8"))
    there = set(config["stages"]["api"]["lambda_functions"])
    assert {node["function"] for _, node in nodes("stage3") if "function" in node} == there


def test_each_table_of_the_stages_has_a_row_or_belongs_to_whoever_writes_it():
    found = set()
    for folder in ("stage1-monolith/shop", "stage2-services"):
        for path in (ROOT / folder).rglob("*.py"):
            if "migrations" not in path.parts:
                found |= set(TABLE.findall(path.read_text("utf-8")))
    assert set(map_of("stage1")["tables"]) == found - {"outbox", "inbox", "idempotency_keys"}


def test_each_queue_and_stream_is_one_of_the_stages():
    functions = (ROOT / "stage3-serverless/resources.yaml").read_text("utf-8")
    services = "".join(
        path.read_text("utf-8")
        for path in (ROOT / "stage2-services").rglob("*.py")
        if "migrations" not in path.parts
    )
    for stage in ("stage2", "stage3"):
        for name, node in nodes(stage):
            for destination in node.get("carries", []):
                if node["by"] == "aws_sqs":
                    assert f"QueueName: {destination}\n" in functions, name
                elif node["by"] == "celery":
                    assert f'Celery("{destination}"' in services, name
                else:
                    assert f'"{destination}": tasks.on_' in services, name


def test_each_reader_of_a_stream_is_named_or_has_a_line_to_it():
    read, shown = {}, {}
    for path in (ROOT / "stage2-services").glob("*/*.py"):
        for stream in re.findall(r'"(\w+)": tasks\.on_', path.read_text("utf-8")):
            read.setdefault(stream, set()).add(path.parent.name)
    edges = [key.split(">") for key in map_of("stage2")["edges"]]
    for name, node in nodes("stage2"):
        if node["kind"] == "stream":
            ends = {end.removesuffix("-worker") for start, end in edges if start == name}
            shown.setdefault(node["carries"][0], set()).update(ends, node.get("to", []))
    assert shown == read


def test_each_dead_letter_queue_is_one_of_the_stages():
    found = {s: {d for _, node in nodes(s) for d in node.get("dead", [])} for s in STAGES}
    functions = (ROOT / "stage3-serverless/resources.yaml").read_text("utf-8")
    assert found["stage3"] == set(re.findall(r"QueueName: (shop-[\w-]+-dead)", functions))
    follow = [
        path.relative_to(ROOT / "stage2-services").parts[0]
        for path in (ROOT / "stage2-services").rglob("*.py")
        if re.search(r": tasks\.on_\w+_event", path.read_text("utf-8"))
    ]
    assert found["stage2"] == set(follow) and not found["stage1"]


@pytest.mark.parametrize("stage", STAGES)
def test_the_same_responsibility_stands_at_the_same_height_in_every_stage(stage):
    first = dict(nodes("stage1"))
    for name, node in nodes(stage):
        if node["kind"] == "room" or name in ("door", "sandbox", "identity"):
            assert (node["y"], node["h"]) == (first[name]["y"], first[name]["h"])
    assert map_of(stage)["rows"] == map_of("stage1")["rows"]


@pytest.mark.parametrize("stage", STAGES)
def test_each_line_begins_and_ends_at_its_parts(stage):
    there = dict(nodes(stage))
    there["buyer"] = {"x": 24, "w": 38, "y": 219, "h": 40}
    for key, edge in map_of(stage)["edges"].items():
        for name, (x, y) in zip(key.split(">"), (edge["path"][0], edge["path"][-1]), strict=True):
            node = there[name]
            across = node["x"] - 1 <= x <= node["x"] + node["w"] + 1
            down = node["y"] - node["h"] / 2 - 1 <= y <= node["y"] + node["h"] / 2 + 1
            assert across and down, (key, name)


@pytest.mark.parametrize("stage", STAGES)
def test_no_two_parts_lie_on_each_other(stage):
    boxes = [
        (
            name,
            node["x"],
            node["y"] - node["h"] / 2,
            node["x"] + node["w"],
            node["y"] + node["h"] / 2,
        )
        for name, node in nodes(stage)
        if node["kind"] != "hull" and not (stage == "stage2" and node["kind"] == "store")
    ]
    for number, (one, left, top, right, bottom) in enumerate(boxes):
        for other, *edges in boxes[number + 1 :]:
            apart = edges[0] >= right or edges[2] <= left or edges[1] >= bottom or edges[3] <= top
            assert apart, (one, other)


@pytest.mark.parametrize("stage", STAGES)
def test_each_source_file_is_there(stage):
    for name, node in nodes(stage):
        assert (ROOT / node["file"]).is_file(), name
        if "code" in node:
            assert (ROOT / node["code"]).is_dir(), name


def test_what_still_works_without_a_part_is_what_was_measured():
    lines = (ROOT / "tests/apart/table.md").read_text("utf-8").splitlines()
    head, *rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines if line[:1] == "|"
    ]
    measured = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    for name, node in nodes("stage2"):
        if "still" in node and node["part"] in measured:
            found = measured[node["part"]]
            assert {found[word] for word in node["still"]} <= {"works"}, name
            assert {found[word] for word in node.get("waits", [])} <= {"waits"}, name
