"""Runs MkDocs as `make docs` does."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATH = os.pathsep.join(str(ROOT / folder) for folder in ("docs", "shared"))


def build(where, config=ROOT / "mkdocs.yml"):
    words = [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", where, "-f", config]
    env = {**os.environ, "PYTHONPATH": PATH, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True)


def small_site(folder, text):
    """A site of one page, with the settings of the course but for its pages."""
    docs = folder / "docs"
    docs.mkdir()
    (docs / "index.md").write_text(text)
    config = folder / "mkdocs.yml"
    config.write_text(
        f"INHERIT: {ROOT / 'mkdocs.yml'}\ndocs_dir: {docs}\nhooks: []\nnav: [index.md]\n"
        f"extra_css: []\nwatch: []\ntheme: {{name: material, custom_dir: {ROOT / THEME}}}\n"
    )
    return build(folder / "site", config)


THEME = "docs/machinery/theme"
