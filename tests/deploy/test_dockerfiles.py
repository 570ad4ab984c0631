"""An image for each service, with what it runs on and nothing else. None is built here."""

import re

import pytest

from tests.layout.house import absolute_imports, python_files
from tests.layout.reach import reached

from . import images, plan
from .cluster import ROOT, STAGE

SERVICES = sorted({plan.service(name) for name in plan.parts()})
GOOD = images.of("orders")


def faults_of(image, service):
    return [*_form(image), *_secrets(image), *_content(image, service)]


def _form(image):
    user = images.said(images.last_stage(image), "USER")
    if not user or not re.fullmatch(r"[1-9]\d*(:[1-9]\d*)?", user[-1]):
        yield f"runs as {user}, not as a user with a number that is not 0"
    if not any("/api/v1/health" in rest for rest in images.said(image, "HEALTHCHECK")):
        yield "has no health check"
    if "--require-hashes" not in " ".join(images.said(image, "RUN")):
        yield "installs what no hash says"
    for base in images.said(image, "FROM"):
        if not re.search(r":\d\S*$", base.split(" AS ")[0]):
            yield f"{base}: no version"


def _secrets(image):
    given = images.variables(image).keys() | set(images.said(image, "ARG"))
    yield from (f"{name}: a secret in an image" for name in given if plan.is_secret(name))


def _content(image, service):
    there = [what for what, _ in images.copied(image)]
    yield from (f"{what}: is not there" for what in there if not (ROOT / what).exists())
    files = reached(f"stage2-services/{service}", python_files())
    for path in files:
        if not path.startswith(tuple(f"{what}/" for what in there)):
            yield f"{path}: is imported and not copied"
    names = {name.split(".")[0] for text in files.values() for name, _ in absolute_imports(text)}
    ours = {path.name for path in (*STAGE.iterdir(), *(ROOT / "shared").iterdir()) if path.is_dir()}
    for name in names & ours - {where.rpartition("/")[2] for _, where in images.copied(image)}:
        yield f"{name}: is imported and not copied"


def without(image, instruction):
    return [pair for pair in image if pair[0] != instruction]


def put(image, instruction, old, new):
    return [(n, rest.replace(old, new) if n == instruction else rest) for n, rest in image]


@pytest.mark.parametrize("service", SERVICES)
def test_an_image_has_what_its_service_runs_on(service):
    assert list(faults_of(images.of(service), service)) == []


@pytest.mark.parametrize("service", SERVICES)
def test_an_image_starts_what_parts_toml_starts(service):
    image = images.of(service)
    assert images.command(image) == plan.command(service)
    assert images.variables(image)["SERVICE"] == service


@pytest.mark.parametrize("service", SERVICES)
def test_the_builder_is_sent_what_is_copied_and_no_more(service):
    lines = (STAGE / service / "Dockerfile.dockerignore").read_text().splitlines()
    assert "*" in lines
    sent = {line[1:] for line in lines if line.startswith("!")}
    assert sent == _sources(service)


def test_the_images_differ_in_their_service_only():
    texts = {name: _plain(name) for name in SERVICES if name != "gateway"}
    assert len(set(texts.values())) == 1, texts


@pytest.mark.parametrize(
    "image",
    [
        without(GOOD, "USER"),
        put(GOOD, "USER", "10001:10001", "0"),
        put(GOOD, "USER", "10001:10001", "shop"),
        without(GOOD, "HEALTHCHECK"),
        put(GOOD, "RUN", "--require-hashes", ""),
        put(GOOD, "FROM", ":3.12-slim-bookworm", ":latest"),
        [*GOOD, ("ENV", "SERVICE_KEY=hunter2")],
        put(GOOD, "COPY", "shared/shop_rules", "shared/shop_rulez"),
        [pair for pair in GOOD if "chassis" not in pair[1]],
        [pair for pair in GOOD if "/app/orders" not in pair[1]],
    ],
)
def test_a_wrong_image_is_found(image):
    assert list(faults_of(image, "orders"))


def _sources(service):
    return {what for what, _ in images.copied(images.of(service))}


def _plain(service):
    text = (STAGE / service / "Dockerfile").read_text()
    text = text.replace(service, "NAME")
    return "\n".join(line for line in text.splitlines() if not line.startswith("#"))
