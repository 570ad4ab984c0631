"""Starts a process that Ctrl-C can end."""

import signal


def as_in_a_terminal() -> None:
    """Restore the default signal handlers, as a preexec_fn. Tests in the background or under nohup
    ignore Ctrl-C or a closed terminal, and their children inherit that."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
