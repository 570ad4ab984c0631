"""Every exercise can be set up, begins unsolved, and has a solution that passes."""

import re
import tomllib

import pytest

from machinery import exercise
from tests.layout.house import ROOT

from .scratch import clone, commit, git, make

NUMBERS = sorted(file.parent.name for file in exercise.ALL.glob("*/exercise.toml"))
NEW_MIGRATION = re.compile(
    r'^\+\+\+ b/(.*migrations.*)/\d+_\w+\.py$(?:\n\+.*|\n@@.*)*?\n\+down_revision = "(\d+)"$', re.M
)  # (the folder, the revision before)
AT_ONCE = ["4.1", "7.3", "7.4"]  # the others take long: make verify


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    return clone(tmp_path_factory.mktemp("exercises") / "shop")


def set_up(here, number):
    where = here / ".data/exercises" / number
    if not where.exists():
        run = make(here, "exercise", f"N={number}")
        assert run.returncode == 0, run.stderr
    return where


def solve(here, number):
    where = set_up(here, number)
    exercise.git(where, "apply", here / "docs/exercises" / number / "solution.patch")
    return where


@pytest.mark.parametrize("number", NUMBERS)
def test_an_exercise_is_begun_and_its_solution_fits(number, here):
    where = set_up(here, number)
    solution = here / "docs/exercises" / number / "solution.patch"
    exercise.git(where, "apply", "--check", solution)
    assert (where / ".git").is_dir() and (where / ".venv").is_symlink()
    page = (ROOT / f"docs/exercises/{number}.md").read_text()
    title = exercise.read(number)["title"]
    assert page.startswith(f"# {number} {title}\n")
    assert f"$ make exercise N={number}\n$ make grade N={number}\n" in page
    assert f'--8<-- "docs/exercises/{number}/solution.patch"' in page
    assert f"\nStuck? `make hint N={number}` " in page


@pytest.mark.parametrize("number", [n for n in NUMBERS if "begin" in exercise.read(n)])
def test_a_copy_begins_as_the_patch_says(number, here):
    where = set_up(here, number)
    begin = here / "docs/exercises" / number / exercise.read(number)["begin"]
    exercise.git(where, "apply", "--check", "--reverse", begin)


@pytest.mark.parametrize("number", NUMBERS)
def test_what_grades_an_exercise_is_there(number):
    about = tomllib.loads((exercise.ALL / number / "exercise.toml").read_text())
    files = [test.partition("::")[0] for test in about["tests"]]
    places = [ROOT, exercise.ALL / number]
    assert files and all(any((at / file).is_file() for at in places) for file in files)
    assert set(about["stages"]) <= {"1", "2", "3"}
    assert about["stages"] or not any(test.startswith("tests/contract/") for test in about["tests"])
    assert set(about) <= {"title", "stages", "mutant", "begin", "tests", "hints"}


@pytest.mark.parametrize("number", NUMBERS)
def test_an_exercise_is_unsolved_until_it_is_solved(number, here, request):
    if number not in AT_ONCE and not request.config.getoption("--whole-course", False):
        pytest.skip("It takes long: make verify WHAT=course")
    set_up(here, number)
    before = make(here, "grade", f"N={number}")
    assert before.returncode and "is not done yet" in before.stderr, before.stderr
    solve(here, number)
    after = make(here, "grade", f"N={number}")
    assert (after.returncode, "is done." in after.stdout) == (0, True), after.stdout[-3000:]


@pytest.mark.parametrize("patch", sorted(exercise.ALL.glob("*/*.patch")), ids=str)
def test_a_migration_of_an_exercise_comes_after_the_last_of_the_shop(patch):
    for folder, after in NEW_MIGRATION.findall(patch.read_text()):
        assert after == max(file.name[:4] for file in (ROOT / folder).glob("[0-9]*.py"))


def test_what_somebody_did_is_not_overwritten(here):
    where = set_up(here, "4.1")
    (where / "mine.txt").write_text("mine")
    run = make(here, "exercise", "N=4.1")
    assert run.returncode and "mv .data/exercises/4.1" in run.stderr
    assert (where / "mine.txt").read_text() == "mine"


def test_a_clone_is_left_as_it_is(here, tmp_path):
    clone(tmp_path / "shop")
    (tmp_path / "shop/LICENSE").write_text("not committed")
    where = set_up(tmp_path / "shop", "4.1")
    assert (where / "LICENSE").read_text() != "not committed"
    assert (tmp_path / "shop/LICENSE").read_text() == "not committed"
    commit(tmp_path / "shop", "Everything", "add", "-A")
    from_here = (tmp_path / "shop/stage1-monolith/shop/orders/usecases.py").read_text()
    assert "peers.release(" in from_here
    assert "peers.release(" not in (where / "stage1-monolith/shop/orders/usecases.py").read_text()


@pytest.mark.parametrize("number", NUMBERS)
def test_an_exercise_has_three_hints_and_none_is_its_solution(number):
    hints = exercise.read(number)["hints"]
    assert len(hints) == 3 and all(40 < len(hint) < 300 for hint in hints)
    solution = (exercise.ALL / number / "solution.patch").read_text()
    lines = [line[1:].strip() for line in solution.splitlines() if re.match(r"\+[^+]", line)]
    assert not [line for line in lines for hint in hints[:2] if len(line) > 12 and line in hint]


@pytest.mark.parametrize("number", NUMBERS)
def test_what_to_read_before_an_exercise_links_to_it(number):
    page = ROOT / f"docs/exercises/{number}.md"
    first = re.search(r"\*\*Read\sfirst:\*\*(.+?)\n\n", page.read_text("utf-8"), re.S)
    found = [(page.parent / each).resolve() for each in re.findall(r"\]\(([^)#]+)", first[1])]
    assert any(f"exercises/{number}.md" in each.read_text("utf-8") for each in found)


def test_hints_come_one_by_one_and_begin_anew_with_a_new_copy(here):
    where = set_up(here, "4.1")
    (where / ".git/hints-read").unlink(missing_ok=True)
    before = git(where, "status", "--porcelain")
    said = [make(here, "hint", "N=4.1").stdout.split(" for ")[0] for _ in range(4)]
    assert said == ["Hint 1 of 3", "Hint 2 of 3", "Hint 3 of 3", "Hint 3 of 3"]
    (where / ".git/hints-read").write_text("no number")
    assert "Hint 1 of 3" in make(here, "hint", "N=4.1").stdout
    assert git(where, "status", "--porcelain") == before  # git sees nothing of it


@pytest.mark.parametrize(
    "target, N", [("exercise", "99"), ("exercise", ""), ("grade", "x"), ("hint", "9.9")]
)
def test_who_asks_for_no_exercise_is_told_which_there_are(target, N, here):
    run = make(here, target, f"N={N}")
    assert run.returncode and f"There are: {', '.join(NUMBERS)}" in run.stderr


@pytest.mark.parametrize("target", ["grade", "hint"])
def test_what_is_not_set_up_is_not_graded(target, tmp_path):
    run = make(clone(tmp_path / "shop"), target, "N=4.1")
    assert run.returncode and "make exercise N=4.1" in run.stderr
