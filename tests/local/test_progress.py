"""The line that counts while a stage starts: a terminal sees one, a file a few."""

import os
import pty
import re
import select
import time

import pytest

from local import progress
from local.banner import FRONT
from local.data import RUN
from local.progress import REMOVE, Progress


@pytest.fixture
def line(monkeypatch):
    """line(live): one that counts, on a terminal or not, and a clock that a test moves."""
    now = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    monkeypatch.setenv("COLUMNS", "60")

    def made(live):
        monkeypatch.setattr(progress.sys.stdout, "isatty", lambda: live, raising=False)
        return Progress(), now

    return made


def test_on_a_terminal_the_line_takes_the_place_of_the_one_before(line):
    counting, now = line(live=True)
    counting.count("starting", 0, 15, ["redis", "cache", "gateway", "cart"])
    assert counting.text() == (
        REMOVE + "starting 15 parts … 0/15  0 s  waiting for redis, cache, gateway, …"[:59]
    )
    assert counting.text() == ""
    now[0] = 7
    counting.count("starting", 14, 15, ["cart"])
    assert counting.text() == f"{REMOVE}starting 15 parts … 14/15  7 s  waiting for cart"


def test_another_line_is_written_in_its_place_and_it_comes_back_below(line):
    counting, _ = line(live=True)
    counting.count("starting", 1, 2, [])
    shown = counting.text()
    assert (counting.aside(), counting.aside()) == (REMOVE, "")
    assert counting.text() == shown


def test_in_the_end_it_is_gone(line):
    counting, _ = line(live=True)
    counting.count("starting", 2, 2, [])
    counting.text()
    counting.end()
    assert (counting.text(), counting.text()) == (REMOVE, "")


def test_elsewhere_it_is_a_line_now_and_then_and_only_what_has_changed(line):
    counting, now = line(live=False)
    said = []
    for second in range(12):
        now[0] = second
        counting.count("starting", second, 15, ["cart"])
        said.append(counting.text())
    assert [text for text in said if text] == [
        "starting 15 parts … 0/15\n",
        "starting 15 parts … 5/15\n",
        "starting 15 parts … 10/15\n",
    ]
    now[0] = 60
    counting.count("starting", 10, 15, ["cart"])
    assert counting.text() == counting.aside() == ""


def test_one_part_is_one_part(line):
    counting, _ = line(live=False)
    counting.count("starting", 0, 1, [])
    assert counting.text() == "starting 1 part … 0/1\n"


def test_a_stage_starts_quietly_and_shows_its_logs_when_it_is_asked_to(terminal):
    terminal.start_and_wait(LOGS="off").terminate()
    terminal.wait(lambda: "The shop is closed" in terminal.shown())
    said = terminal.shown()
    assert re.match(r"starting 2 parts … [0-2]/2\n", said)  # by then one may be up
    assert "The shop is open" in said and "[web]" not in said and "prepared" not in said
    assert "prepared" in terminal.data.log("web").read_text()


def test_once_it_is_open_a_crash_is_said_and_that_it_is_over(terminal):
    terminal.start_and_wait(LOGS="off")
    terminal.type("control", "kill", "web")
    terminal.wait(lambda: "[web]   ready after" in terminal.shown())
    assert "[web]   was killed (SIGKILL); starting it again\n" in terminal.shown()


def test_a_setting_of_logs_that_is_none_is_refused(terminal):
    refused = terminal.type("run", "tests/local/dummy", LOGS="loud")
    assert refused.stderr == "LOGS=loud is unknown. There is LOGS=off or LOGS=on\n"


def test_in_a_terminal_a_single_line_counts_and_the_screen_takes_its_place(terminal):
    ours, theirs = pty.openpty()
    started = terminal.start(LOGS="off", output=theirs, COLUMNS="80", NO_COLOR="1")
    os.close(theirs)
    said = read(ours, until="Ctrl-C")
    started.terminate()
    started.wait(30)
    os.close(ours)
    lines = re.sub(r"[^\n]*\r\033\[K", "", said.replace("\r\n", "\n")).splitlines()
    assert re.search(r"starting 2 parts … [0-2]/2  \d+ s", said)  # by then one may be up
    assert lines[:2] == [
        "",
        f"The shop is open: http://127.0.0.1:{terminal.port}{FRONT}",
    ]
    assert not (terminal.data.path / RUN).exists()


def read(terminal, until, within=30):
    """What stands there, as soon as it has the line that begins so."""
    said, deadline = "", time.monotonic() + within
    while until not in said:
        assert time.monotonic() < deadline, said
        if select.select([terminal], [], [], 0.1)[0]:
            said += os.read(terminal, 65536).decode(errors="replace")
    return said
