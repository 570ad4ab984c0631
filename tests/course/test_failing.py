"""A variant fails exactly the tests that it names, and shows the figure that was recorded."""

import pytest

from machinery import failing, figures, variants
from tests.layout.house import ROOT

from .test_variants import NAMES

REPORT = """<testsuites><testsuite>
<testcase classname="tests.contract.test_a" name="test_one[x-1]"/>
<testcase classname="tests.contract.test_a" name="test_two"><failure/></testcase>
<testcase classname="tests.contract.test_a" name="test_three"><skipped/></testcase>
<testcase classname="tests.contract.test_b" name="test_four"><error/></testcase>
</testsuite></testsuites>"""
ONE, TWO = "tests/contract/test_a.py::test_one[x-1]", "tests/contract/test_a.py::test_two"
FOUR = "tests/contract/test_b.py::test_four"


def test_a_report_says_which_tests_failed():
    assert failing.results(REPORT) == {ONE: True, TWO: False, FOUR: False}


@pytest.mark.parametrize(
    ("named", "code", "said"),
    [
        ([TWO, FOUR], 0, ""),
        ([TWO, FOUR, "tests/contract/test_c.py::test_not_run"], 0, ""),
        ([TWO], 1, f"fails, and is not named: {FOUR}\n"),
        ([ONE, TWO, FOUR], 1, f"is named, and passes: {ONE}\n"),
    ],
)
def test_what_fails_and_what_is_named_are_compared(named, code, said, capsys):
    assert failing.told(failing.results(REPORT), named) == code
    assert capsys.readouterr().err == said


def test_a_run_without_tests_proves_nothing():
    assert failing.told({}, [TWO]) == 1


@pytest.mark.parametrize("name", [name for name in NAMES if "fails" in variants.read(name)])
def test_each_test_that_is_named_is_there(name):
    for test in variants.read(name)["fails"]:
        file, _, rest = test.partition("::")
        function = rest.partition("[")[0]
        assert f"def {function}(" in (ROOT / file).read_text("utf-8")


def test_a_figure_is_read_from_the_box_of_its_claim(tmp_path, monkeypatch):
    monkeypatch.setattr(figures, "MEASURED", tmp_path)
    (tmp_path / "cache.txt").write_text(
        "a product\n  one   1,0  1.0 ×\n  two  2,0\na list\n  one  3\n"
    )
    assert figures.recorded("cache", ["a product", "two"]) == "2,0"
    assert figures.recorded("cache", ["a list", "one"]) == "3"
    assert figures.recorded("cache", ["one"]) == "1,0 1.0 ×"
    assert figures.recorded("cache", ["a map", "one"]) == figures.recorded("queue", ["one"]) == ""
