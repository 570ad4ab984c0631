"""How each command of the Makefile reads its settings, refuses wrong ones, and ends.

An invalid setting raises a Refusal: one line that says what is wrong and what to type.

exit code 0   done
          1   a check failed: a test, one of the books, or a difference was found
          2   a setting is invalid, or something is missing; nothing was started
          75  the time limit came first: run it again with --resume (EX_TEMPFAIL)
          130 Ctrl-C (128 + SIGINT, as shells count)
"""

import argparse
import os
import sys
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import NoReturn
from urllib.parse import urlsplit

from .refusal import Refusal

REFUSED, CUT_SHORT = 2, 130
MOST = 2**32 - 1
STAFF_ROLES = ("admin", "catalog", "support", "warehouse")
EVERY = 15  # seconds between two progress lines


def run(main: Callable[..., int | str | None], *words: object) -> int:
    """Run main(*words), and return its exit code. main may return a code, or a text to print."""
    try:
        said = main(*words)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return REFUSED
    except BrokenPipeError:  # https://docs.python.org/3/library/signal.html#note-on-sigpipe
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("\nCut short.", file=sys.stderr, flush=True)
        sys.stdout.flush()
        os._exit(CUT_SHORT)  # sys.exit would wait for threads, perhaps a minute
    if isinstance(said, str):
        print(said, file=sys.stderr)
        return 1
    return said or 0


@contextmanager
def takes(time: str) -> Iterator[None]:
    """Print the expected time ("about 5 minutes"). In a terminal, print a progress line every 15
    seconds."""
    print(f"This takes {time} on two cores.", file=sys.stderr, flush=True)
    done = threading.Event()
    if sys.stderr.isatty():
        threading.Thread(target=_show_life, args=(done, time), daemon=True).start()
    try:
        yield
    finally:
        done.set()


def _show_life(done: threading.Event, time: str) -> None:
    started = monotonic()
    while not done.wait(EVERY):
        passed = int(monotonic() - started)
        print(f"… {passed // 60}:{passed % 60:02} of {time}", file=sys.stderr, flush=True)


class Parser(argparse.ArgumentParser):
    """An argparse parser that refuses in one line, without the usage."""

    def __init__(self, prog: str, description: str | None) -> None:
        form = argparse.RawDescriptionHelpFormatter
        super().__init__(prog, description=description, formatter_class=form)

    def error(self, message: str) -> NoReturn:
        raise Refusal(f"{message}. For what there is to say: {self.prog} --help")


def number(name: str, given: str, least: int = 1, most: int = MOST) -> int:
    """given, the text of a setting, as a whole number from least to most. Raises Refusal."""
    if not (given.isascii() and given.isdigit() and least <= int(given) <= most):
        span = f"{least} to {most}" if most < MOST else f"{least} or more"
        raise Refusal(f"{name}={given} is no whole number. Give one: {name}={span}")
    return int(given)


def port(given: str) -> int:
    if not (given.isascii() and given.isdigit() and 1 <= int(given) <= 65535):
        raise Refusal(f"PORT={given} is no port. Give a number, such as PORT=8011")
    return int(given)


def choice(name: str, given: str, allowed: Collection[str]) -> str:
    if given not in allowed:
        there = " or ".join(f"{name}={each}" for each in allowed)
        raise Refusal(f"{name}={given} is unknown. There is {there}")
    return given


def url(name: str, given: str, end: str = "") -> str:
    """given, as an http URL without a trailing slash. end: the path it must end with."""
    parts = urlsplit(given)
    address = given.rstrip("/")
    if parts.scheme not in ("http", "https") or not parts.hostname or not address.endswith(end):
        raise Refusal(f"{name}={given} is no address such as {name}=http://127.0.0.1:8001{end}")
    return address


def email(given: str) -> str:
    """given, if it looks like an e-mail address; the shop itself checks it in full."""
    before, at, after = given.partition("@")
    if not (before and at and "." in after.strip(".")) or given != "".join(given.split()):
        raise Refusal(f"EMAIL={given} is no e-mail address, such as EMAIL=ada@example.com")
    return given
