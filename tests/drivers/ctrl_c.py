"""Starts a process that Ctrl-C can end."""

import signal


def as_in_a_terminal() -> None:
    """For preexec_fn. Tests that run in the background, or by nohup, ignore Ctrl-C or a closed
    terminal, and their children inherit that."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
