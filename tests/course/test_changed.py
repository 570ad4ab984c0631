"""The tabs of a listing highlight what the stage before does not have."""

import pytest

from machinery import changed

PAGE = """=== "Stage 1"

    ```python title="a/store.py"
    --8<-- "a/store.py:move"
    ```

=== "Stage 2"

    ```python title="b/store.py"
    --8<-- "b/store.py:move"
    ```
"""


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """tree(one, other): the lines of both sections."""
    monkeypatch.setattr(changed, "ROOT", tmp_path)

    def write(*both):
        for folder, lines in zip("ab", both, strict=True):
            (tmp_path / folder).mkdir()
            text = "\n".join(["x", "# --8<-- [start:move]", *lines, "# --8<-- [end:move]", "y"])
            (tmp_path / folder / "store.py").write_text(text)

    return write


def test_new_and_changed_lines_are_highlighted_in_the_second_tab(tree):
    tree(["one", "two", "three"], ["one", "2", "", "three", "four"])
    first, second = changed.highlighted(PAGE).split('=== "Stage 2"')
    assert "hl_lines" not in first
    assert 'python title="b/store.py" hl_lines="2 5"\n' in second


def test_a_marker_inside_is_no_line(tree):
    tree(["one", "two"], ["one", "# --8<-- [start:part]", "two", "three"])
    assert 'hl_lines="3"' in changed.highlighted(PAGE)


@pytest.mark.parametrize("other", [["one", "two"], ["three", "four"]], ids=["nothing", "all"])
def test_nothing_is_highlighted_if_nothing_or_all_has_changed(tree, other):
    tree(["one", "two"], other)
    assert changed.highlighted(PAGE) == PAGE


def test_tabs_of_other_files_are_left_alone(tree):
    tree(["one"], ["one", "two"])
    page = PAGE.replace("b/store.py:move", "b/peers.py:move")
    assert changed.highlighted(page) == page
    page = PAGE.replace('=== "Stage 2"', 'Something else.\n\n=== "Stage 2"')
    assert changed.highlighted(page) == page
