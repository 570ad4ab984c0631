"""Adds Python's bytecode to the zip.

Elsewhere Python caches it beside the source. A function can't write to the folder of its code, so
each new host would compile everything again, which takes longer than the rest of its start: see
`make bench STAGE=3`. Valid for one version of Python, the one Chalice names in the template.
"""

import compileall
from pathlib import Path
from py_compile import PycInvalidationMode
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

# Unpacking the zip gives the sources a new date, so Python must not check it.
IN_ANY_CASE = PycInvalidationMode.UNCHECKED_HASH


def add(zip_file: Path) -> None:
    with TemporaryDirectory() as folder, ZipFile(zip_file, "a", ZIP_DEFLATED) as opened:
        opened.extractall(folder)
        compileall.compile_dir(folder, quiet=1, stripdir=folder, invalidation_mode=IN_ANY_CASE)
        for file in sorted(Path(folder).rglob("*.pyc")):
            name = ZipInfo(str(file.relative_to(folder)))  # with no date: reproducible
            name.external_attr = 0o644 << 16
            opened.writestr(name, file.read_bytes(), ZIP_DEFLATED)
