"""The monolith is the simplest: it has one part, and needs the fewest lines to describe its parts.

Counts lines that are neither blank nor a comment: of the deployed Python (docstrings count), and
of the files that describe the parts to the supervisor or the cloud. Tests and shared code do not
count. A part is an entry of `make ps`, or a resource in stage 3's template.
"""

import json
import tomllib
from collections import Counter

import yaml

from machinery.tree import ROOMS, ROOT, file

COUNTS = True  # nothing is timed: it may be recorded on a busy machine
PROGRAMS = {"1": "stage1-monolith", "2": "stage2-services", "3": "stage3-serverless"}
KINDS = {
    "AWS::DynamoDB::Table": "table",
    "AWS::SQS::Queue": "queue",
    "AWS::S3::Bucket": "bucket",
}
ORDERING = ("routes", "usecases", "store", "waiting", "peers", "tasks")


def shown():
    yield f"{'':10}{'Python':>8}{'… of orders':>13}{'description':>13}{'parts':>7}"
    counted = {stage: (described(stage), parts(stage)) for stage in ROOMS}
    for stage, (description, needed) in counted.items():
        code, orders = python(stage), ordering(stage)
        yield f"stage {stage:4}{code:8}{orders:13}{description:13}{sum(needed.values()):7}"
    for stage, (_, needed) in counted.items():
        yield f"stage {stage}: " + ", ".join(f"{many} {kind}" for kind, many in needed.items())
    sizes = {stage: (sum(needed.values()), lines) for stage, (lines, needed) in counted.items()}
    if min(sizes, key=sizes.get) != "1":
        raise SystemExit("Stage 1 is not the simplest of the three any more.")


def python(stage):
    """The lines of the program, without the code that deploys it to AWS."""
    root = ROOT / PROGRAMS[stage]
    files = (path for path in root.rglob("*.py") if "deploy" not in path.relative_to(root).parts)
    return sum(written(path) for path in files)


def described(stage):
    root = ROOT / PROGRAMS[stage]
    files = [root / "parts.toml"]
    if stage == "3":
        files = [root / "resources.yaml", *root.glob(".chalice/*.json")]
    return sum(written(path) for path in files)


def ordering(stage):
    paths = (file(stage, "orders", role) for role in ORDERING)
    return sum(written(ROOT / path) for path in paths if path)


def written(path):
    stripped = (line.strip() for line in path.read_text("utf-8").splitlines())
    return sum(bool(line) and not line.startswith("#") for line in stripped)


def parts(stage):
    """{kind: number}"""
    if stage == "3":
        return managed()
    listed = tomllib.loads((ROOT / PROGRAMS[stage] / "parts.toml").read_text())["parts"]
    needed = [
        part for name, part in listed.items() if name not in ("sandbox", "identity") and usual(part)
    ]
    return Counter("store" if is_a_store(part) else "process" for part in needed)


def usual(part):
    """True unless the part needs a setting such as DB=postgres."""
    return "only_with" not in part


def is_a_store(part):
    """True for a third-party program from the virtual environment."""
    return part["command"][2].startswith(("local.", "ministack"))


def managed():
    room = ROOT / PROGRAMS["3"]
    config = json.loads((room / ".chalice/config.json").read_text())
    template = yaml.safe_load((room / "resources.yaml").read_text())
    functions = Counter({"function": len(config["stages"]["api"]["lambda_functions"])})
    types = (resource.get("Type") for resource in template["Resources"].values())
    return functions + Counter(KINDS[kind] for kind in types if kind in KINDS)
