"""Ctrl-C ends a command of the tests. What it had started is stopped by then, and it says so."""

import os
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
