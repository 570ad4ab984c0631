"""Every command that a page says can be typed is typed, and what it prints compared."""

import shutil
import signal

import pytest

from tests.layout.house import ROOT

from .commands import Block, Session, blocks, fits, pages
from .scratch import clone

PAGES = pages(ROOT)


@pytest.fixture(scope="module")
def whole(request):
    return request.config.getoption("--whole-course", False)


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_of_a_page_do_what_it_says(page, whole, tmp_path):
    to_run = [block for block in PAGES[page] if whole or "long" not in block.words]
    if not to_run:
        pytest.skip("All of them take long: make verify WHAT=course")
    if asks_with_curl(to_run) and not shutil.which("curl"):
        pytest.skip("This machine has no curl, which chapter 0 says is needed here")
    with Session(clone(tmp_path / "shop")) as session:
        for block in to_run:
            session.follow(block)


def asks_with_curl(blocks):
    return any(command.startswith("curl ") for block in blocks for command, _ in block.steps)


def test_there_are_pages_with_commands():
    assert {"README.md", "docs/chapters/0-start-here.md", "docs/features/index.md"} <= set(PAGES)


def test_commands_and_what_they_print_are_read():
    text = "x\n```console run long\n$ echo a \\\n    b\na b\n\n$ true\n```\n```console\n$ no\n```\n"
    assert blocks(text) == [
        Block(frozenset({"run", "long"}), [("echo a b", ["a b", ""]), ("true", [])])
    ]


def test_commands_in_a_list_are_read():
    assert blocks("1. x\n\n    ```console run\n    $ echo a\n    a\n    ```\n")[0].steps == [
        ("echo a", ["a"])
    ]


@pytest.mark.parametrize("head", ["run twice", "fails", "long"])
def test_words_that_mean_nothing_are_refused(head):
    with pytest.raises(ValueError, match="the words are"):
        blocks(f"```console {head}\n$ true\n```\n")


@pytest.mark.parametrize(
    "stated, said",
    [
        (["a", "b"], "a\nb\n"),
        (["a … c"], "a b c\n"),
        (["…", "c"], "a\nb\nc\n"),
        (["a", "…"], "a\nb\nc\n"),
        (["a", ""], "\033[31ma\033[m  \n\n"),
        (["…"], ""),
    ],
)
def test_what_is_printed_fits_what_is_stated(stated, said):
    assert fits(stated, said)


@pytest.mark.parametrize(
    "stated, said",
    [
        (["a"], "b\n"),
        (["a"], "a\nb\n"),
        (["a", "b"], "a\n"),
        (["a … c"], "a b\n"),
        (["a", "…", "c"], "a\nb\n"),
        (["…", "b"], "a\nb\nc\n"),
        (["a.c"], "abc\n"),
    ],
)
def test_something_else_does_not_fit(stated, said):
    assert not fits(stated, said)


def test_a_command_that_prints_something_else_is_found(tmp_path):
    with Session(tmp_path) as session:
        session.follow(blocks("```console run\n$ echo a\na\n```\n")[0])
        with pytest.raises(AssertionError, match="something else"):
            session.follow(blocks("```console run\n$ echo a\nb\n```\n")[0])


def test_a_command_that_fails_is_found_and_so_is_one_that_should(tmp_path):
    with Session(tmp_path) as session:
        session.follow(blocks("```console run fails\n$ false\n```\n")[0])
        for text in ("```console run\n$ false\n```\n", "```console run fails\n$ true\n```\n"):
            with pytest.raises(AssertionError):
                session.follow(blocks(text)[0])


@pytest.fixture
def background():
    """background(what): what is done about Ctrl-C, as inherited from the calling process."""
    before = signal.getsignal(signal.SIGINT)
    yield lambda what: signal.signal(signal.SIGINT, what)
    signal.signal(signal.SIGINT, before)


SERVER = "python3 -u -c \"import time; print('open'); [time.sleep(.1) for _ in range(9000)]\""


@pytest.mark.parametrize("heeded", [signal.SIG_DFL, signal.SIG_IGN])
def test_what_is_opened_stays_until_the_page_is_over(tmp_path, background, heeded):
    background(heeded)
    with Session(tmp_path) as session:
        session.follow(blocks(f"```console open\n$ {SERVER}\nopen\n```\n")[0])
        process, _ = session._opened[0]
        assert process.poll() is None
    assert process.poll() is not None


def test_what_does_not_open_is_found(tmp_path):
    with Session(tmp_path) as session, pytest.raises(AssertionError):
        session.follow(blocks("```console open\n$ echo closed\nopen\n```\n")[0])


def test_a_port_of_the_page_is_another_in_a_test(tmp_path):
    with Session(tmp_path) as session:
        session.follow(blocks("```console run\n$ echo 127.0.0.1:8001\n127.0.0.1:8001\n```\n")[0])
        assert session._ports[8001] != 8001
