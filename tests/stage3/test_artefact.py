"""What is deployed holds what the functions need, and nothing else."""

import importlib.util
import subprocess
import sys
import zipfile
from fnmatch import fnmatch

import pytest

from deploy import artefact
from tests.contract.pictures import picture
from tests.drivers.stage import ROOT

STAGE = ROOT / "stage3-serverless"
LIBRARIES = {
    "PIL", "_argon2_cffi_bindings", "_cffi_backend*.so", "annotated_types", "argon2", "cedarpy",
    "certifi", "charset_normalizer", "*__mypyc*.so", "cryptography", "idna", "jwt", "pillow.libs",
    "pydantic", "pydantic_core", "pyotp", "requests", "typing_extensions.py", "typing_inspection",
    "urllib3",
}  # fmt: skip
HEAVY = {"PIL", "boto3", "botocore", "cedarpy", "cryptography", "jwt", "requests"}
OURS = {"__pycache__", "app.py", "chalice", "chalicelib", "shop_rules", "spans"}


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
    rules = {f"shop_rules/{path.name}" for path in (ROOT / "shared/shop_rules").glob("*.*")}
    assert here | rules | {"app.py"} <= set(names)


def modules(folder):
    return list((STAGE / folder).rglob("*.py"))


def test_nothing_is_in_the_zip_that_no_function_needs(names):
    tops = {name.split("/")[0] for name in names}
    unknown = {top for top in tops if not any(fnmatch(top, known) for known in OURS | LIBRARIES)}
    assert unknown == set()
    unwanted = [n for n in names if n.endswith(".pyi") or "/tests/" in n]
    assert unwanted == []


def test_nothing_is_left_for_a_function_to_compile(names, made):
    """The second word of a pyc says whether Python looks at the source's date (PEP 552)."""
    sources = {n for n in names if n.endswith(".py")}
    compiled = {n for n in names if n.endswith(".pyc")}
    assert {importlib.util.cache_from_source(name) for name in sources} == compiled
    with zipfile.ZipFile(made[0]) as zip_file:
        assert {zip_file.read(name)[4:8] for name in compiled} == {b"\1\0\0\0"}


def test_each_library_is_there_since_something_imports_it(names):
    tops = {name.split("/")[0] for name in names}
    assert {known for known in OURS | LIBRARIES if not any(fnmatch(t, known) for t in tops)} <= {
        "*__mypyc*.so"
    }


@pytest.fixture(scope="module")
def unpacked(made, tmp_path_factory):
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(made[0]) as zip_file:
        zip_file.extractall(folder)
    return folder


def run_in(folder, *words):
    """What they print, with no library of this machine but Python's own and what is there."""
    alone = "import sys; sys.path = [p for p in sys.path if 'site-packages' not in p]"
    code = "; ".join([alone, "sys.path.insert(0, '.')", *words])
    run = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr[-2000:]
    return run.stdout


def test_what_is_in_the_zip_runs_by_itself(unpacked):
    run_in(
        unpacked,
        "import app, jwt, requests, shop_rules.passwords, shop_rules.pictures",
        "from PIL import features",
        "assert features.check('webp') and features.check('jpg') and features.check('zlib')",
        "assert shop_rules.passwords.matches(shop_rules.passwords.hashed('x'), 'x')",
        "from shop_rules import policies; policies.load()",
    )


def test_a_picture_is_decoded_by_what_is_in_the_zip_and_not_in_the_function_itself(unpacked):
    """The child finds Pillow without site-packages; the function that answers never loads it."""
    told = run_in(
        unpacked,
        "from chalicelib import decoder",
        "from chalicelib.catalog import routes",
        f"made = decoder.thumbnail(bytes.fromhex('{picture('PNG', 40, 20).hex()}'))",
        "print(made[:4], made[8:12], 'PIL' in sys.modules)",
    )
    assert told == "b'RIFF' b'WEBP' False\n"


def test_an_artefact_is_made_again_only_when_something_changed(made):
    before = made[0].stat().st_mtime_ns
    assert artefact.made(made[0].parent) == made
    assert made[0].stat().st_mtime_ns == before


def test_what_only_some_requests_need_is_not_imported_when_a_function_starts(unpacked):
    """So no client of AWS is made then, either."""
    found = run_in(unpacked, "import app", "print(*{name.split('.')[0] for name in sys.modules})")
    assert {"app", "chalice"} <= set(found.split())
    assert HEAVY & set(found.split()) == set()
