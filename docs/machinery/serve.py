"""`python -m machinery.serve`: the course on this machine, built anew whenever a file changes.

Reads PORT from the environment. Ctrl-C ends it.
"""

import os
import sys

from local import ports
from local.refusal import Refusal

from .tree import ROOT

QUIET = {"NO_MKDOCS_2_WARNING": "1"}  # of the theme: about the time after its own


def main(environ):
    try:
        words = command(environ.get("PORT") or "8000")
    except Refusal as refusal:
        return str(refusal)
    os.chdir(ROOT)
    os.execve(words[0], words, {**environ, **QUIET})


def command(port):
    if not port.isascii() or not port.isdigit() or not 1 <= int(port) <= 65535:
        raise Refusal(f"PORT={port} is no port. Give a number: make docs PORT=8010")
    if not ports.is_free(int(port)):
        user, other = ports.user_of(int(port)), int(port) + 10
        raise Refusal(f"Port {port} is in use by {user}. Take another: make docs PORT={other}")
    return [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]


if __name__ == "__main__":
    sys.exit(main(os.environ))
