"""`make diff`, and the counting and comparing below it."""

import os
import pty
import subprocess
import sys

import pytest

from local.command import REFUSED
from machinery import compare, diff, tree
from tests.layout import house

from .mkdocs import PATH, ROOT


def typed(*words, **env):
    command = [sys.executable, "-m", "machinery.diff", *words]
    env = {**os.environ, "PYTHONPATH": PATH, **env}
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)


def in_a_terminal(*words, **env):
    """(what is written to a terminal, exit code)"""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "machinery.diff", *words]
    env = {**os.environ, "PYTHONPATH": PATH, **env}
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdin=theirs, stdout=theirs)
    os.close(theirs)
    written = b""
    while chunk := _read(ours):
        written += chunk
    os.close(ours)
    return written.decode(), process.wait(timeout=60)


def _read(terminal):
    try:
        return os.read(terminal, 65536)
    except OSError:  # how Linux reports that no process has it open anymore
        return b""


def test_the_plan_of_the_house_is_the_plan_of_the_course():
    assert list(tree.ROOMS.values()) == list(house.ROOMS)
    assert tree.FEATURES == house.FEATURES
    assert set(tree.ROLES) == {*house.ROLES, *(name for _, name in house.EXTRAS)}


def test_lines_are_counted():
    before = ["a", "b", "c", "d"]
    assert compare.count(before, before) == (4, 0, 0, 0)
    assert compare.count(before, ["a", "x", "c", "d"]) == (3, 1, 0, 0)
    assert compare.count(before, ["a", "x", "y", "c"]) == (2, 1, 1, 1)
    assert compare.count([], before) == (0, 0, 4, 0)
    assert compare.count(before, []) == (0, 0, 0, 4)


@pytest.mark.parametrize("feature", tree.FEATURES)
def test_every_line_is_counted_once(feature):
    for role in tree.roles(feature):
        files = tree.files(feature, role)
        before, after = compare.lines(files["1"]), compare.lines(files["2"])
        kept, changed, new, gone = compare.count(before, after)
        assert (kept + changed + gone, kept + changed + new) == (len(before), len(after))


def test_where_a_section_of_the_course_begins_is_no_line(tmp_path):
    file = tmp_path / "x.py"
    file.write_text("# --8<-- [start:place]\nx = 1\n    # --8<-- [end:place]\n")
    assert compare.lines(file) == ["x = 1"]
    assert compare.lines(None) == []


def test_a_role_is_compared():
    run = typed("orders", "1", "2", "usecases")
    first, second, *others = run.stdout.splitlines()
    assert (run.returncode, first) == (0, "orders from stage 1 to stage 2")
    assert second.split()[0] == "usecases"
    assert "--- stage1-monolith/shop/orders/usecases.py" in others
    assert "+++ stage2-services/orders/usecases.py" in others
    assert "\033" not in run.stdout


def test_a_feature_is_compared_role_by_role():
    run = typed("cart", "2", "3", "")
    names = [line.split()[0] for line in run.stdout.split("\n\n")[0].splitlines()[1:]]
    assert names == tree.roles("cart")
    assert "+++ /dev/null" in run.stdout  # the tasks, which stage 3 has no need of


@pytest.mark.parametrize(
    "words, named",
    [
        (["", "1", "2", ""], "FEATURE="),
        (["order", "1", "2", ""], "orders"),
        (["orders", "0", "2", ""], "FROM=0"),
        (["orders", "1", "4", ""], "TO=4"),
        (["orders", "1", "2", "models"], "ROLE=models"),
    ],
)
def test_who_types_something_else_is_told_what_to_type(words, named):
    run = typed(*words)
    assert (run.returncode, run.stdout) == (REFUSED, "")
    assert named in run.stderr and "make diff FEATURE=orders FROM=1 TO=2" in run.stderr
    assert len(run.stderr.splitlines()) == 1


def test_a_terminal_gets_colours_and_a_pager():
    written, code = in_a_terminal("cart", "1", "2", "store", GIT_PAGER="sed 's/^/paged: /'")
    assert code == 0
    assert "paged: cart from stage 1 to stage 2" in written
    assert "\033[32m+" in written and "\033[31m-" in written


def test_a_terminal_that_wants_no_colours_gets_none():
    written, _ = in_a_terminal("cart", "1", "2", "store", GIT_PAGER="cat", NO_COLOR="1")
    assert "+++ stage2-services/cart/store.py" in written and "\033" not in written


def test_a_reader_who_has_seen_enough_leaves_no_traceback():
    command = [sys.executable, "-m", "machinery.diff", "orders", "1", "3"]
    env, pipe = {**os.environ, "PYTHONPATH": PATH}, subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=pipe, stderr=pipe) as process:
        process.stdout.close()  # as head does
        assert (process.stderr.read(), process.wait(timeout=60)) == (b"", 0)


def test_the_summary_is_not_taken_for_a_difference():
    assert diff._coloured("  store   3 kept") == "  store   3 kept"
