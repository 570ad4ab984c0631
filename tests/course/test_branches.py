"""`make branches`: in a fresh clone, and in one with changes."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from machinery import branches, tree
from machinery import makefile as makefile_of
from machinery.git import Repository
from tests.layout.house import ROOT

from .branch import contract, worktree
from .scratch import clone, commit, git, make

NAMES = [stage.branch for stage in branches.STAGES]
SHORT = ("-q", "tests/contract/test_cart.py")  # the whole suite: `make verify`


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    return clone(tmp_path_factory.mktemp("fresh") / "shop")


@pytest.fixture
def cloned(fresh, tmp_path):
    """A clone of its own for each test, with the branches made."""
    shutil.copytree(fresh, tmp_path / "shop", symlinks=True)
    assert make(tmp_path / "shop", "branches").returncode == 0
    return tmp_path / "shop"


def heads(where):
    listed = git(where, "for-each-ref", "refs/heads", "--format=%(refname:short) %(objectname)")
    return dict(line.split() for line in listed.splitlines())


def change_everything(where):
    (where / "LICENSE").write_text("another\n")
    commit(where, "Something new", "add", "-A")


def test_each_branch_is_the_child_of_the_one_before(cloned):
    for older, younger in zip(NAMES, NAMES[1:], strict=False):
        assert git(cloned, "rev-parse", f"{younger}^") == heads(cloned)[older]
    assert git(cloned, "rev-list", "--count", NAMES[-1], "--") == "3"


@pytest.mark.parametrize("stage", branches.STAGES, ids=NAMES)
def test_a_branch_holds_its_own_stage_beside_shared_and_the_suite(stage, fresh):
    git_of = Repository(fresh)
    main = git_of.files("main")
    here = git_of.files(branches.commits(git_of, git_of.commit_of("main"))[stage.branch])
    tops = {path.split("/")[0] for path in here}
    assert tops >= {"app", "shared", "tests", "Makefile", "README.md", stage.folder}
    assert tops & {"docs", *(each.folder for each in branches.STAGES)} == {stage.folder}
    assert [p for p in here if p.startswith("tests/drivers/stage")] == [
        "tests/drivers/stage.py",
        f"tests/drivers/stage{stage.number}.py",
    ]
    folder = f"{stage.folder}/"
    contents = sorted(blob for path, (_, blob) in main.items() if path.startswith(folder))
    own = [
        blob
        for p, (mode, blob) in here.items()
        if p.startswith(("app/", folder))
        if mode[0] == "1" and mode != "120000"
    ]
    assert sorted(own) == contents
    for feature in tree.FEATURES:
        for role in tree.roles(feature):
            path = tree.file(stage.number, feature, role)
            assert here.get(f"app/{feature}/{role}.py") == main.get(path)


def test_git_tells_how_a_file_went_from_stage_to_stage(cloned):
    log = git(cloned, "log", "--format=%s", NAMES[-1], "--", "app/orders/usecases.py")
    assert log.splitlines() == [stage.title for stage in reversed(branches.STAGES)]
    assert "+" in git(cloned, "diff", *NAMES[:2], "--", "app/orders/usecases.py")


def test_what_two_branches_differ_in_is_no_lock_file(cloned):
    """And git takes their names for no folders: it asks for no `--`."""
    for older, younger in zip(NAMES, NAMES[1:], strict=False):
        diff = git(cloned, "diff", older, younger)
        assert "+++ b/app/orders/usecases.py" in diff and "--hash=sha256:" not in diff


def test_the_same_main_makes_the_same_branches(cloned, fresh, tmp_path):
    first = heads(cloned)
    again = make(cloned, "branches")
    assert again.stdout.count("is as it was") == 3
    assert heads(cloned) == first
    git(tmp_path, "clone", "-q", fresh, "other")
    assert branches.make(Repository(tmp_path / "other"))
    assert heads(tmp_path / "other") == first


def test_work_tree_and_index_and_other_branches_are_left_alone(fresh, tmp_path):
    here = tmp_path / "shop"
    shutil.copytree(fresh, here, symlinks=True)
    git(here, "switch", "-q", "-c", "mine")
    (here / "README.md").write_text("written over")
    (here / "new.txt").write_text("new")
    (here / "LICENSE").write_text("staged")
    git(here, "add", "LICENSE")
    before = git(here, "status", "--porcelain=v2", "--branch"), git(here, "diff", "--cached")
    assert make(here, "branches").returncode == 0
    assert (
        git(here, "status", "--porcelain=v2", "--branch"),
        git(here, "diff", "--cached"),
    ) == before
    assert (here / "new.txt").read_text() == "new"
    assert set(heads(here)) == {"main", "mine", *NAMES}
    assert "written over" not in git(
        here, "show", f"{NAMES[0]}:README.md"
    )  # main's, not the work tree's


def test_branches_follow_main(cloned):
    before = heads(cloned)
    (cloned / "stage2-services/cart/usecases.py").write_text("# another\n")
    commit(cloned, "Another cart", "add", "-A", at="11:00")
    said = make(cloned, "branches").stdout
    assert git(cloned, "show", f"{NAMES[1]}:app/cart/usecases.py") == "# another"
    assert heads(cloned)[NAMES[0]] == before[NAMES[0]]
    assert git(cloned, "show", "-s", "--format=%cI", NAMES[1], "--").startswith("2026-11-24T11:00")
    assert (said.count("is as it was"), said.count("made anew")) == (1, 2)


def test_a_branch_with_somebodys_work_is_not_overwritten(cloned):
    git(cloned, "switch", "-q", NAMES[1])
    commit(cloned, "Mine")
    git(cloned, "switch", "-q", "main")
    change_everything(cloned)
    before = heads(cloned)
    run = make(cloned, "branches")
    assert run.returncode
    assert f"git branch -m {NAMES[1]}" in run.stderr
    assert heads(cloned) == before


def test_somebodys_own_branch_of_that_name_is_not_overwritten(fresh, tmp_path):
    shutil.copytree(fresh, tmp_path / "shop", symlinks=True)
    git(tmp_path / "shop", "branch", NAMES[2])
    assert make(tmp_path / "shop", "branches").returncode
    assert set(heads(tmp_path / "shop")) == {"main", NAMES[2]}


def test_a_branch_that_is_checked_out_is_not_moved_below_its_work_tree(cloned, tmp_path):
    git(cloned, "worktree", "add", "-q", tmp_path / "beside", NAMES[0])
    assert make(cloned, "branches").returncode == 0  # nothing is to be moved
    change_everything(cloned)
    before = heads(cloned)
    run = make(cloned, "branches")
    assert "is checked out" in run.stderr and "git switch main" in run.stderr
    assert heads(cloned) == before


@pytest.mark.parametrize("stage", branches.STAGES, ids=NAMES)
def test_help_lists_what_the_branch_can(stage):
    makefile = makefile_of.of_one_stage((ROOT / "Makefile").read_text(), stage.number)
    listed = set(re.findall(r"^([a-z0-9-]+):.*## ", makefile, re.M))
    assert {"contract", "help", f"stage{stage.number}", "reset"} <= listed
    assert not listed & {"test", "verify", "mutants", "branches", "docs", "lock"}
    everything = re.findall(r"^([a-z0-9-]+):.*## ", (ROOT / "Makefile").read_text(), re.M)
    assert set(re.search(r"^\.PHONY: (.*)$", makefile, re.M)[1].split()) == set(everything)
    assert ".venv/bin/python:" in makefile and makefile.startswith("# Every command of the project")


def test_a_target_that_is_on_main_says_so_on_a_branch(cloned, tmp_path):
    there = worktree(cloned, tmp_path / "there", "1")
    run = make(there, "docs")
    assert run.returncode == 2 and "make docs is on the branch main" in run.stderr.splitlines()[0]


def test_the_branch_of_a_stage_keeps_the_contract(cloned, tmp_path):
    """Of stage 1, in short. All of them, and the whole suite: `make verify WHAT=branch-2`."""
    there = worktree(cloned, tmp_path / "there", "1")
    run = contract(there, *SHORT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-3000:]
    assert "Starting stage 1" in run.stdout
    assert int(re.search(r"(\d+) passed", run.stdout)[1]) > 5
    assert git(there, "status", "--porcelain") == ""


@pytest.mark.parametrize(
    "number, path, module, name",
    [
        ("1", "stage1-monolith", "shop.app", "create_app"),
        ("2", "stage2-services", "orders.app", "create_app"),
        ("3", "stage3-serverless", "app", "settle_order"),
    ],
)
def test_the_code_of_a_branch_is_found_by_its_names_on_main(
    number, path, module, name, cloned, tmp_path
):
    there = worktree(cloned, tmp_path / "there", number)
    env = {**os.environ, "PYTHONPATH": f"{there}/shared:{there}/{path}"}
    code = f"import shop_rules, {module} as m; print(m.{name}, shop_rules.__file__, m.__file__)"
    run = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True)
    assert run.stdout.count(str(there)) == 2, run.stderr
    stage = branches.STAGES[int(number) - 1]
    assert (there / stage.folder / stage.room).resolve() == (there / "app").resolve()
