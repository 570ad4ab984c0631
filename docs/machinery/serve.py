"""`python -m machinery.serve`: serves the course locally, and rebuilds it when a file changes.

Reads PORT from the environment. Ctrl-C ends it.
"""

import os
import sys
from collections.abc import Mapping
from typing import NoReturn

from local import command, ports
from local.refusal import Refusal

from .tree import ROOT

QUIET = {"NO_MKDOCS_2_WARNING": "1"}  # turns off the theme's notice about MkDocs 2


def main(environ: Mapping[str, str]) -> NoReturn:
    words = words_for(command.port(environ.get("PORT") or "8000"))
    os.chdir(ROOT)
    os.execve(words[0], words, {**environ, **QUIET})


def words_for(port: int) -> list[str]:
    if not ports.is_free(port):
        user, other = ports.user_of(port), port + 10
        raise Refusal(f"Port {port} is in use by {user}. Choose another: make docs PORT={other}")
    return [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]


if __name__ == "__main__":
    sys.exit(command.run(main, os.environ))
