"""The diagrams of the three stages name what the code has, so that none of them is outdated.

What stands in a box is what the code calls it; `git grep` finds it.
"""

import json
import re
import tomllib

import pytest
import yaml

from machinery import data_model
from machinery.tree import FEATURES, ROOMS, ROOT

PICTURES = ROOT / "docs/pictures"
VIEWS = ("context", "containers", "checkout", "data", "deployment")
STAGE_1, STAGE_2, STAGE_3 = (ROOT / room for room in ROOMS.values())
RESOURCES = yaml.safe_load((STAGE_3.parent / "resources.yaml").read_text())["Resources"]
BACKING = {"postgres", "redis", "cache", "objects", "sandbox", "identity"}
# {a policy: the function that has it}
WRITERS = {
    "count-clicks": "count_clicks",
    "forget": "forget_person",
    "import": "import_products",
    "note-stock": "note_stock",
    "relay": "relay_orders",
    "settle": "settle_order",
    "sweep": "sweep",
    "thumbnail": "make_thumbnail",
}
NODE = re.compile(r"([\w-]+)(?:\[\(|\(\[|\[|>|\{\{)(.+?)(?:\)\]|\]\)|\]|\}\}):::(\w+)")


def picture(stage, view):
    return (PICTURES / f"stage{stage}-{view}.mmd").read_text()


def nodes(text, kind):
    """{id: what stands in the box} of those of a kind: ours, store, queue, …"""
    return {id: re.sub("<.*?>", " ", label) for id, label, of in NODE.findall(text) if of == kind}


def words(labels):
    return {word for label in labels.values() for word in re.findall(r"[\w-]+", label)}


def after(verb, label):
    """The names in a box after a verb, up to a semicolon or the next verb."""
    named = re.search(rf"\b{verb} ([\w\s,]+?)(?:;|,\s*follows|$)", label)
    return set(re.findall(r"\w+", named[1])) if named else set()


def parts(stage_folder):
    return set(tomllib.loads((ROOT / stage_folder / "parts.toml").read_text())["parts"])


def functions():
    return {
        "api",
        *re.findall(r"^def (\w+)\(event: \w+\)", (STAGE_3.parent / "app.py").read_text(), re.M),
    }


def named(kind, name):
    made = [each["Properties"] for each in RESOURCES.values() if each.get("Type") == f"AWS::{kind}"]
    return {each[name].removeprefix("shop-") for each in made}


def tables():
    return named("DynamoDB::Table", "TableName")


def queues():
    return named("SQS::Queue", "QueueName")


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("stage", ROOMS)
def test_each_view_of_each_stage_is_on_the_page(stage, view):
    assert picture(stage, view)
    assert f'"docs/pictures/stage{stage}-{view}.mmd"' in (PICTURES / "index.md").read_text()


def test_a_kind_of_box_looks_the_same_in_all_pictures():
    looks = {line for path in PICTURES.glob("*.mmd") for line in _looks(path)}
    kinds = [line.split()[1] for line in looks]
    assert sorted(kinds) == sorted(set(kinds))


def _looks(path):
    return [line for line in path.read_text().splitlines() if line.startswith("    classDef ")]


@pytest.mark.parametrize("stage", ROOMS)
def test_features_stand_in_their_order_from_top_to_bottom(stage):
    drawn = [id for id in nodes(picture(stage, "containers"), "ours") if id in FEATURES]
    assert drawn == list(FEATURES)


@pytest.mark.parametrize("view", ["containers", "deployment"])
def test_stage_1_has_its_parts(view):
    text = picture("1", view)
    assert {
        part for part in parts("stage1-monolith") if not re.search(rf"\b{part}\b", text)
    } == set()


@pytest.mark.parametrize("view", ["containers", "deployment"])
def test_stage_2_has_its_parts_and_no_others(view):
    text = picture("2", view)
    assert set(nodes(text, "ours")) == parts("stage2-services") - BACKING
    seen = words(nodes(text, "store")) | words(nodes(text, "third"))
    assert BACKING - seen == set()


def test_a_feature_of_stage_1_calls_those_whose_code_it_imports():
    for feature, label in nodes(picture("1", "containers"), "ours").items():
        file = STAGE_1 / feature / "peers.py"
        imports = re.findall(r"^from \.\.(\w+)", file.read_text(), re.M) if file.exists() else []
        assert after("calls", label) == set(imports), feature


@pytest.mark.parametrize("feature", FEATURES)
def test_a_service_asks_those_it_sends_requests_to(feature):
    boxes = nodes(picture("2", "containers"), "ours")
    drawn = after("asks", boxes[feature]) | after("asks", boxes.get(f"{feature}-worker", ""))
    assert drawn == _found(STAGE_2 / feature, r'calls\.call\("(\w+)"')


@pytest.mark.parametrize("feature", FEATURES)
def test_a_service_follows_the_streams_it_has_handlers_for(feature):
    boxes = nodes(picture("2", "containers"), "ours")
    drawn = after("follows", boxes[feature]) | after("follows", boxes.get(f"{feature}-worker", ""))
    assert drawn == _found(STAGE_2 / feature, r'"(\w+)": tasks\.on_')


def _found(folder, pattern):
    return {name for file in folder.glob("*.py") for name in re.findall(pattern, file.read_text())}


def test_as_many_copies_are_drawn_as_the_cluster_is_told_of():
    drawn = nodes(picture("2", "deployment"), "ours")
    for name, copies in _copies(STAGE_2 / "deploy/kubernetes").items():
        assert drawn[name].split(" ", 1)[1].strip() == copies, name


def _copies(folder):
    """{Deployment: "2" or, where it is scaled, "2 to 6"}"""
    files = [path.read_text() for path in folder.glob("*.yaml")]
    made = [each for text in files for each in yaml.safe_load_all(text) if each]
    specs = [
        (each["kind"], each["metadata"]["name"], each["spec"]) for each in made if "spec" in each
    ]
    fixed = {name: str(s.get("replicas")) for kind, name, s in specs if kind == "Deployment"}
    scaled = [(name, s) for kind, name, s in specs if kind == "HorizontalPodAutoscaler"]
    return fixed | {name: f"{s['minReplicas']} to {s['maxReplicas']}" for name, s in scaled}


def test_stage_3_has_its_functions_tables_queues_and_bucket():
    text = picture("3", "containers")
    assert set(nodes(text, "ours")) == functions() - {"api"} | {*FEATURES, "gateway"}
    assert "subgraph api " in text
    stores = {label.split()[0] for label in nodes(text, "store").values()}
    assert stores == tables() | {"pictures"}
    assert words(nodes(text, "queue")) - {"dead", "letters"} == queues()


@pytest.mark.parametrize("policy, function", WRITERS.items())
def test_a_function_is_drawn_to_write_what_its_policy_allows(policy, function):
    text = picture("3", "containers")
    drawn = set(re.findall(rf"\b{function} --+> ([\w-]+)-table$", text, re.M))
    told = after("writes", nodes(text, "ours")[function])
    rules = json.loads((STAGE_3.parent / f".chalice/policy-{policy}.json").read_text())
    allowed = {table for rule in rules["Statement"] for table in _written(rule)}
    assert drawn | told == allowed and not drawn & told


def _written(rule):
    """The tables in which a statement of a policy allows a change."""
    writing = re.search(r"dynamodb:(Put|Update|Delete)Item", json.dumps(rule["Action"]))
    return re.findall(r"table/shop-(\w+)", json.dumps(rule["Resource"])) if writing else []


def test_stage_3_is_deployed_with_its_functions_tables_queues_and_bucket():
    text = picture("3", "deployment")
    assert set(nodes(text, "ours")) == functions() | {"gateway"}
    assert words({"": nodes(text, "store")["dynamodb"]}) == {"DynamoDB", *tables()}
    assert words(nodes(text, "queue")) == {"SQS", *queues()}
    assert "pictures" in nodes(text, "store")["s3"]
    assert RESOURCES["Pictures"]["Properties"]["BucketName"]["Fn::Sub"].startswith("shop-pictures")


def test_a_function_is_drawn_with_the_memory_it_is_given():
    config = json.loads((STAGE_3.parent / ".chalice/config.json").read_text())
    given = config["stages"]["api"]["lambda_functions"]
    drawn = nodes(picture("3", "deployment"), "ours")
    for name, settings in given.items():
        box = drawn[name.removesuffix("_handler")]
        assert f"{settings['lambda_memory_size']} MB" in box, name


def test_those_who_take_part_in_a_checkout_are_there():
    others = {"buyer", "sandbox"}
    assert _taking_part("2") - others <= {part.replace("-", "_") for part in parts(ROOMS["2"])}
    assert _taking_part("3") - others <= functions()


def _taking_part(stage):
    return set(re.findall(r"^ +participant (\w+)", picture(stage, "checkout"), re.M))


@pytest.mark.parametrize("stage", data_model.DRAWN)
def test_the_data_model_is_drawn_from_the_code(stage):
    """If not: PYTHONPATH=docs:shared python -m machinery.data_model"""
    assert picture(stage, "data") == "\n".join(data_model.DRAWN[stage]()) + "\n"


def test_what_is_asked_and_followed_is_read_from_a_box():
    box = "orders asks cart, payments;  follows people"
    assert (after("asks", box), after("follows", box)) == ({"cart", "payments"}, {"people"})
    box = "cart asks catalog, follows people"
    assert (after("asks", box), after("follows", box)) == ({"catalog"}, {"people"})
    assert after("asks", "inventory") == set()
