"""Ctrl-C ends a command of the tests. What it had started is stopped by then, and it says so."""

import os
import signal
import sys

EXIT = 130  # 128 + SIGINT, as shells count


def heeded(main, *words):
    """The exit code of main(*words), for sys.exit."""
    try:
        return main(*words)
    except KeyboardInterrupt:
        print("\nCut short.", file=sys.stderr, flush=True)
        sys.stdout.flush()
        os._exit(EXIT)  # sys.exit waits for threads, which may insist on an answer for a minute


def as_in_a_terminal():
    """For preexec_fn. Whoever runs the tests in the background, or by nohup, has Ctrl-C or a closed
    terminal ignored, and children inherit that."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
