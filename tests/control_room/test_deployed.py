"""The control room is a tool of this machine: nothing that is deployed names or contains it."""

import re

import pytest

from tests.layout.house import ROOT

NAMES = re.compile(r"control[-_ ]?room|\bxray\b", re.I)
DEPLOY = {  # what makes an image, a cluster, or a package of functions
    "stage2-services": ("*/Dockerfile", "*/Dockerfile.dockerignore", "deploy/**/*"),
    "stage3-serverless": (".chalice/*", "resources.yaml", "deploy/**/*", "requirements.in"),
    "shared/requirements": ("*.txt",),
}
FILES = {
    path.relative_to(ROOT).as_posix(): path
    for folder, patterns in DEPLOY.items()
    for pattern in patterns
    for path in (ROOT / folder).glob(pattern)
    if path.is_file() and "__pycache__" not in path.parts
}


@pytest.mark.parametrize("folder", DEPLOY)
def test_there_is_something_to_look_at(folder):
    assert sum(name.startswith(folder) for name in FILES) > 5


def test_no_file_that_deploys_names_it():
    assert [name for name, path in FILES.items() if NAMES.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize("stage", ["stage1-monolith", "stage2-services", "stage3-serverless"])
def test_no_stage_knows_of_it(stage):
    """Neither its source nor its parts.toml: shared/local adds it to them."""
    files = [path for path in (ROOT / stage).rglob("*") if path.suffix in (".py", ".toml")]
    assert len(files) > 20
    assert [path for path in files if NAMES.search(path.read_text("utf-8"))] == []
