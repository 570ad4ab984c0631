"""What stands at the top of the tree, and that it says of the rest what is true."""

import json
import re

from local import parts

from .house import ROOT, committed

FOLDERS = {"docs", "shared", "stage1-monolith", "stage2-services", "stage3-serverless", "tests"}
FOR_PEOPLE = {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "LICENSE"}
FOR_TOOLS = {"Makefile", "pyproject.toml", "mkdocs.yml", ".gitignore", ".editorconfig"}
FOR_HOSTS = {".ci", ".github", ".devcontainer"}
EXEMPT = re.compile(
    r"docs/(exercises|variants)/.*\.patch|docs/javascripts/.*|tests/(deploy/schemas|local/aof)/.*"
)


def texts():
    for path in committed():
        content = (ROOT / path).read_bytes()
        if b"\0" not in content and not EXEMPT.fullmatch(path) and content:
            yield path, content


def container():
    return json.loads((ROOT / ".devcontainer/devcontainer.json").read_text("utf-8"))


def test_the_top_of_the_tree_is_short():
    tops = {path.split("/")[0] for path in committed()}
    assert tops == FOLDERS | FOR_PEOPLE | FOR_TOOLS | FOR_HOSTS


def test_files_are_kept_as_the_editors_are_told():
    wrong = [
        path
        for path, content in texts()
        if re.search(rb"[ \t]$|\r", content, re.M) or not content.endswith(b"\n")
    ]
    assert wrong == []
    said = (ROOT / ".editorconfig").read_text("utf-8")
    assert "trim_trailing_whitespace = true\n" in said and "insert_final_newline = true\n" in said
    assert "max_line_length = 100\n" in said
    assert "line-length = 100\n" in (ROOT / "pyproject.toml").read_text("utf-8")


def test_the_container_forwards_the_port_of_each_stage_and_of_the_course():
    files = sorted(ROOT.glob("stage[0-9]-*/parts.toml"))
    stages = [parts.read(file.parent)["stage"]["port"] for file in files]
    assert container()["forwardPorts"] == [*stages, 8000]
    assert set(container()["portsAttributes"]) == {str(port) for port in [*stages, 8000]}
    assert "docs: $(NEED)-docs ## Read the course: PORT=8000" in (ROOT / "Makefile").read_text()


def test_the_container_installs_what_the_first_stage_needs():
    target = container()["updateContentCommand"].removeprefix("make .venv/for-")
    assert (ROOT / f"shared/requirements/{target}.in").is_file()
    assert container()["image"].startswith("mcr.microsoft.com/devcontainers/python:3.")
