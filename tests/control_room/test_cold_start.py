"""A function's start is drawn as what its first event waited for; and hosts can be ended."""

import re
import subprocess
import sys

import psutil
import pytest

from control_room import hosts

from .sent import scene

STAGE = "stage3"
INIT = 600  # milliseconds
COLD = {"faas.coldstart": True}
PARENT = (
    "import signal, subprocess, sys, time; signal.signal(signal.SIGCHLD, signal.SIG_IGN);"  # reaps
    "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']);"
    "print('there', flush=True); time.sleep(600)"
)


def cold():
    """The scene, with a start before the request and one before the function of the queue."""
    lines = [(*line[:5], line[5] + INIT, *line[6:]) for line in scene(STAGE)]
    lines.append(("x", "a", "api", "INTERNAL", "init", 0, INIT - 1, COLD))
    lines.append(("y", "e", "settle_order", "INTERNAL", "init", 760, 50, COLD))
    return lines


def test_the_start_is_a_bar_of_its_own_and_in_words(room, watch):
    room.feed(cold(), "e1")
    page = watch(room)
    page.choose("e1")
    page.shows("#fall .bar.init", count=2)
    page.at_ms(INIT / 2, INIT + 440)
    page.shows("#caption", re.compile("No copy of api is running: one starts."))
    page.has_class("api", "busy")
    assert page.dots() == []
    page.at_ms(INIT - 0.5, INIT + 440)
    page.shows("#caption", re.compile("The copy of api is ready, after 599 ms"))
    page.shows("#life .answertext", f"buyer answered, {INIT + 28} ms")
    assert page.axe() == []


def test_the_hosts_are_ended_and_the_local_aws_is_not():
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE) as aws:
        assert aws.stdout.readline()
        try:
            (host,) = psutil.Process(aws.pid).children()
            assert hosts.end({"parts": {"aws": {"pid": aws.pid}}}) == 1
            assert aws.poll() is None
            assert not host.is_running()
        finally:
            aws.kill()


@pytest.mark.parametrize("run", [{}, {"parts": {"shop": {"pid": 1}}}])
def test_where_no_functions_run_there_are_none(run):
    with pytest.raises(LookupError):
        hosts.end(run)
