"""What is deployed holds what the functions need, and nothing else."""

import ast
import subprocess
import sys
import zipfile
from fnmatch import fnmatch

import pytest

from deploy import artefact
from tests.drivers.stage import ROOT

STAGE = ROOT / "stage3-serverless"
LIBRARIES = {
    "PIL", "_argon2_cffi_bindings", "_cffi_backend*.so", "annotated_types", "argon2", "certifi",
    "charset_normalizer", "*__mypyc*.so", "cryptography", "idna", "jwt", "pillow.libs", "pydantic",
    "pydantic_core", "pyotp", "requests", "typing_extensions.py", "typing_inspection", "urllib3",
}  # fmt: skip
OURS = {"app.py", "chalice", "chalicelib", "shop_rules"}


@pytest.fixture(scope="module")
def names(made):
    with zipfile.ZipFile(made[0]) as zip_file:
        return [name for name in zip_file.namelist() if not name.endswith("/")]


def test_the_zip_is_small_enough_for_a_quick_cold_start(made):
    size = made[0].stat().st_size / 1_000_000
    print(f"deployment.zip: {size:.1f} MB")
    assert size < artefact.MOST_MEGABYTES


def test_all_of_the_shop_is_in_the_zip(names):
    """chalice package leaves out without a word what it does not find."""
    here = {
        f"chalicelib/{path.relative_to(STAGE / 'chalicelib')}" for path in modules("chalicelib")
    }
    rules = {f"shop_rules/{path.name}" for path in (ROOT / "shared/shop_rules").glob("*.py")}
    assert here | rules | {"app.py"} <= set(names)


def modules(folder):
    return list((STAGE / folder).rglob("*.py"))


def test_nothing_is_in_the_zip_that_no_function_needs(names):
    tops = {name.split("/")[0] for name in names}
    unknown = {top for top in tops if not any(fnmatch(top, known) for known in OURS | LIBRARIES)}
    assert unknown == set()
    unwanted = [n for n in names if n.endswith((".pyc", ".pyi")) or "/tests/" in n]
    assert unwanted == []


def test_each_library_is_there_since_something_imports_it(names):
    tops = {name.split("/")[0] for name in names}
    assert {known for known in OURS | LIBRARIES if not any(fnmatch(t, known) for t in tops)} <= {
        "*__mypyc*.so"
    }


def test_what_is_in_the_zip_runs_by_itself(made, tmp_path):
    """With no library of this machine but botocore, which Lambda has too."""
    with zipfile.ZipFile(made[0]) as zip_file:
        zip_file.extractall(tmp_path)
    words = [
        "import sys; sys.path = [p for p in sys.path if 'site-packages' not in p]",
        "sys.path.insert(0, '.')",
        "import app, shop_rules.pictures, shop_rules.passwords, requests",
        "from PIL import features",
        "assert features.check('webp') and features.check('jpg') and features.check('zlib')",
        "assert shop_rules.passwords.matches(shop_rules.passwords.hashed('x'), 'x')",
    ]
    run = subprocess.run(
        [sys.executable, "-c", "; ".join(words)], cwd=tmp_path, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr[-2000:]


def test_an_artefact_is_made_again_only_when_something_changed(made):
    before = made[0].stat().st_mtime_ns
    assert artefact.made(made[0].parent) == made
    assert made[0].stat().st_mtime_ns == before


def test_nothing_is_opened_and_no_client_made_when_a_function_starts():
    for path in [STAGE / "app.py", *modules("chalicelib")]:
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.Import | ast.ImportFrom):
                named = [alias.name for alias in node.names] + [getattr(node, "module", "") or ""]
                heavy = {"boto3", "botocore", "requests", "PIL"} & {n.split(".")[0] for n in named}
                assert not heavy, f"{path.name} imports {heavy} before anybody needs it"
