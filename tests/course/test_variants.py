"""Every variant can be set up from the present commit, is small, and keeps the contract."""

import subprocess
import sys

import pytest

from machinery import copies, figures, variants
from machinery.git import Repository
from tests.claims import __main__ as claims
from tests.layout.house import ROOT

from .scratch import clean, clone, commit, make

NAMES = variants.names()
# Of the base that a variant changes: more can't be read at a glance.
MOST_FILES, MOST_LINES = 6, 120

IN_SHORT = ["tests/contract/test_catalog.py", "tests/contract/test_payments.py"]
SHARED_BY = {  # {a variant: the one whose overlay and page it shares}
    name: about["shares"] for name in NAMES if "shares" in (about := variants.read(name))
}
STEPPED = [name for name in NAMES if "steps" in variants.read(name)]
KEEPS = [name for name in NAMES if "fails" not in variants.read(name)]  # the contract


def has_other_parts(name):
    return any(file.endswith("/parts.toml") for file in variants.changed_lines(name))


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    return clone(tmp_path_factory.mktemp("variants") / "shop")


@pytest.mark.parametrize("name", NAMES)
def test_a_variant_is_a_small_change_of_one_stage(name):
    changed = variants.changed_lines(name)
    assert len(changed) <= MOST_FILES and sum(changed.values()) <= MOST_LINES, changed
    stage = f"stage{variants.read(name)['stage']}-"
    overlay = variants.ALL / name / "overlay"
    new = [str(file.relative_to(overlay)) for file in overlay.rglob("*") if file.is_file()]
    assert all(path.startswith(stage) for path in changed)
    assert all(path.startswith("shared/" if name in SHARED_BY.values() else stage) for path in new)
    assert not [path for path in new if (ROOT / path).exists()]


def test_variants_that_share_have_one_copy_of_their_files_and_are_of_different_stages():
    assert SHARED_BY
    for name, other in SHARED_BY.items():
        assert not (variants.ALL / name / "overlay").exists()
        assert "shares" not in variants.read(other)
        assert variants.read(name)["stage"] != variants.read(other)["stage"]


@pytest.mark.parametrize("name", NAMES)
def test_a_variant_has_a_page_a_sentence_and_a_claim(name):
    about = variants.read(name)
    assert variants.Variant.__required_keys__ <= set(about) <= set(variants.Variant.__annotations__)
    assert about["claim"] in claims.names()
    assert figures.recorded(about["claim"], about["row"])
    change = (variants.ALL / name / "change.patch").read_text()
    assert all(f'"{setting}"' in change for setting in about.get("tested_with", {}))
    shown_on = SHARED_BY.get(name, name)
    page = (variants.ALL / f"{shown_on}.md").read_text()
    assert f"$ make variant V={name}\n" in page and f"CLAIM={about['claim']}\n" in page
    assert f"[{name}]({shown_on}.md" in (variants.ALL / "index.md").read_text()


@pytest.mark.parametrize("name", STEPPED)
def test_the_steps_of_a_variant_end_at_the_base(name, tmp_path):
    steps = variants.read(name)["steps"]
    copies.fill(tmp_path)
    copies.git(tmp_path, "init", "-q")
    variants.change(tmp_path, name)
    for number in range(len(steps)):
        assert not is_base(tmp_path, name)
        variants.add_back(tmp_path, name, number + 1)
    assert is_base(tmp_path, name)


def is_base(copy, name):
    """True if no file that the variant changes differs from the repository's."""
    files = variants.changed_lines(name)
    return all((copy / file).read_text() == (ROOT / file).read_text() for file in files)


def chosen(repository, names):
    """Which variants `make test` runs: those that the last commit or the work tree changes, in
    their folder or in their stage's files, and one more, another after each commit."""
    base = repository.commit_of("HEAD~1") or "HEAD"
    changed = set(repository.git("diff", "--name-only", base).splitlines())
    one = names[int(repository.git("rev-parse", "HEAD")[:8], 16) % len(names)]
    return {one} | {name for name in names if touches(name, changed)}


def touches(name, changed):
    folders = [name, SHARED_BY.get(name, name)]
    own = tuple(f"docs/variants/{each}/" for each in folders)
    return bool(changed & set(variants.changed_lines(name))) or any(
        file.startswith(own) for file in changed
    )


@pytest.mark.parametrize("name", KEEPS)
def test_a_variant_keeps_the_contract(name, here, request):
    is_whole = request.config.getoption("--whole-course", False)
    if not is_whole and name not in chosen(Repository(), KEEPS):
        pytest.skip("make verify runs all of them")
    needs = variants.read(name).get("needs")
    if needs and not (ROOT / f".venv/for-{needs}").exists():
        pytest.skip(f"make variant V={name} installs what it needs")
    words = f"ARGS=-q -p no:cacheprovider {' '.join(IN_SHORT)}"
    run = make(here, "contract", f"V={name}", words)
    assert run.returncode == 0 and " passed" in run.stdout, run.stdout + run.stderr
    shown = make(here, "diff", f"V={name}").stdout
    assert all(f"b/{file}" in shown for file in variants.changed_lines(name))


@pytest.mark.parametrize("name", NAMES)
def test_the_change_fits_the_stage_as_it_is(name):
    """Also of those that are not run now."""
    words = ["git", "apply", "--check", f"docs/variants/{name}/change.patch"]
    run = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("name", [name for name in NAMES if has_other_parts(name)])
def test_each_part_of_a_variant_is_on_its_map(name, here):
    make(here, "diff", f"V={name}")
    copy = here / ".data/variants" / name
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    words.append("tests/control_room/test_places.py")
    path = {"PYTHONPATH": f"{copy / 'docs'}:{copy / 'shared'}"}
    run = subprocess.run(words, cwd=copy, env=clean() | path, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout


def test_a_copy_is_made_anew_for_a_new_commit_and_its_data_stays(here):
    name = NAMES[0]
    make(here, "diff", f"V={name}")
    copy = here / ".data/variants" / name
    (copy / ".data").mkdir(exist_ok=True)
    (copy / ".data/mine.txt").write_text("mine")
    (copy / "leftover.py").write_text("")
    commit(here, "Something else")
    make(here, "diff", f"V={name}")
    assert (copy / ".data/mine.txt").exists() and not (copy / "leftover.py").exists()


def test_all_are_listed_and_a_wrong_name_is_refused(here):
    said = make(here, "variants").stdout
    assert all(f"  {name} " in said for name in NAMES)
    run = make(here, "variant", "V=microlith")
    assert (
        run.returncode and f"V=microlith is no variant. There are: {', '.join(NAMES)}" in run.stderr
    )


def test_what_a_commit_changes_is_run_and_one_more(tmp_path):
    made = clone(tmp_path / "shop")
    first = chosen(Repository(made), KEEPS)
    assert len(first) == 1
    with open(made / "docs/variants/cached-monolith/variant.toml", "a", encoding="utf-8") as file:
        file.write("# changed")
    assert chosen(Repository(made), KEEPS) == first | {"cached-monolith"}
