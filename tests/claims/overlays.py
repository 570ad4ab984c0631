"""Modules of variants, which are on no path."""

import importlib.util

from tests.layout.house import ROOT


def module(variant, path):
    """path: below the variant's overlay, of a module that imports no neighbor."""
    file = ROOT / "docs/variants" / variant / "overlay" / path
    spec = importlib.util.spec_from_file_location(f"{file.stem}_of_{variant}", file)
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made
