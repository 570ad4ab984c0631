"""What is deployed: deployment.zip with the code of all functions, and template.json.

Libraries, from shared/requirements/artefact.txt, are cached; `chalice package` adds the rest.
"""

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from . import bytecode, spans

STAGE = Path(__file__).resolve().parents[1]
ROOT = Path(__file__).resolve().parents[2]
UV, CHALICE = (Path(sys.executable).with_name(name) for name in ("uv", "chalice"))
LAMBDA = "x86_64-manylinux_2_28"  # for Amazon Linux 2023, and for older systems
Words = list[str | Path]  # of a command
PIP_TAGS = [f"manylinux_2_{minor}_x86_64" for minor in range(28, 4, -1)]  # the same, for pip
MOST_MEGABYTES = 20
KINDS = (".py", ".json", ".cedar", ".cedarschema")  # of our own files
ANY_METHOD = "x-amazon-apigateway-any-method"

# Files of the libraries that no function opens. Pillow reads three image formats here.
UNUSED = (
    "*.dist-info",
    ".lock",
    "bin",
    "cffi",
    "pycparser",
    "*.pyi",
    "tests",
    "PIL/_avif*",
    "PIL/_imagingcms*",
    "PIL/_imagingft*",
    "PIL/_imagingtk*",
    "pillow.libs/libavif*",
    "pillow.libs/libbrotli*",
    "pillow.libs/libfreetype*",
    "pillow.libs/libharfbuzz*",
    "pillow.libs/liblcms*",
)


def made(folder: Path) -> tuple[Path, Path]:
    """(zip, template), rebuilt in `folder` if anything changed."""
    libraries = _libraries(folder.parent / "libraries")
    build, made_of, digest = folder / "build", folder / "made-of", _digest(libraries)
    if not made_of.exists() or made_of.read_text() != digest:
        shutil.rmtree(folder, ignore_errors=True)
        _collect(build, libraries)
        _package(build, folder)
        bytecode.add(folder / "deployment.zip")
        _let_everything_in(folder / "sam.json", folder / "template.json")
        made_of.write_text(digest)
    return folder / "deployment.zip", folder / "template.json"


def is_for_lambda() -> bool:
    """Whether the wheels fit Lambda, which runs Python 3.12 and later on Amazon Linux 2023."""
    return _is_like_lambda() and sys.version_info >= (3, 12)


def _is_like_lambda() -> bool:
    system = sys.platform, platform.machine(), platform.libc_ver()[0]
    return system == ("linux", "x86_64", "glibc")


def _libraries(kept: Path) -> Path:
    """The folder of libraries, from hash-locked requirements, for the platform that runs them."""
    requirements = ROOT / "shared/requirements/artefact.txt"
    name = hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()[:16]
    if not (kept / name).exists():
        shutil.rmtree(kept, ignore_errors=True)
        _install(requirements, kept / f"{name}.new")
        _slim(kept / f"{name}.new")
        (kept / f"{name}.new").rename(kept / name)
    return kept / name


def _install(requirements: Path, folder: Path) -> None:
    """Install with uv, or if that fails with pip, which can use some mirrors that uv can't."""
    what: Words = ["--quiet", "--target", folder, "--require-hashes", "--only-binary", ":all:"]
    what += ["-r", requirements]
    by_uv: Words = [UV, "pip", "install", "--python", sys.executable, "--system-certs", *what]
    by_pip: Words = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", *what]
    if _is_like_lambda():
        by_uv += ["--python-platform", LAMBDA]
        by_pip += [word for tag in PIP_TAGS for word in ("--platform", tag)]
    if subprocess.run(by_uv, capture_output=True).returncode:
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run(by_pip, check=True)


def _slim(folder: Path) -> None:
    for pattern in UNUSED:
        for path in list(folder.rglob(pattern)):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _collect(build: Path, libraries: Path) -> None:
    """Collect a project as Chalice expects it; it copies vendor into the zip unchanged."""
    plain = shutil.ignore_patterns("__pycache__")
    build.mkdir(parents=True)
    shutil.copy(STAGE / "app.py", build)
    shutil.copytree(STAGE / "chalicelib", build / "chalicelib", ignore=plain)
    shutil.copytree(STAGE / ".chalice", build / ".chalice")
    shutil.copytree(libraries, build / "vendor", ignore=plain)
    shutil.copytree(ROOT / "shared" / "shop_rules", build / "vendor" / "shop_rules", ignore=plain)
    spans.copy(build / "vendor" / "spans")
    resources = yaml.safe_load((STAGE / "resources.yaml").read_text())
    (build / "resources.json").write_text(json.dumps(resources))  # parsed much faster than YAML


def _package(build: Path, folder: Path) -> None:
    words: Words = [CHALICE, "package", "--stage", "api"]
    words += ["--merge-template", "resources.json", folder]
    environ = {**os.environ, "AWS_DEFAULT_REGION": os.environ.get("AWS_REGION", "us-east-1")}
    environ.pop("PYTHONPATH", None)  # so that it imports only what is packaged
    environ["PYTHONDONTWRITEBYTECODE"] = "1"  # Chalice imports it before it packs it
    run = subprocess.run(words, cwd=build, env=environ, capture_output=True, text=True)
    if run.returncode:
        sys.exit(f"chalice package failed:\n{run.stdout[-2000:]}{run.stderr[-2000:]}")


def _let_everything_in(made_by_chalice: Path, template: Path) -> None:
    """Route unknown methods to the function too, which words all of the shop's errors."""
    content = json.loads(made_by_chalice.read_text("utf-8"))
    api = content["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]
    for path, methods in api["paths"].items():
        api["paths"][path] = {**methods, ANY_METHOD: methods["get"]}
    del api["x-amazon-apigateway-binary-media-types"]  # set in resources.yaml
    template.write_text(json.dumps(content), "utf-8")


def _digest(libraries: Path) -> str:
    """A digest of everything the artefact is built from."""
    ours = Path(__file__), Path(bytecode.__file__), *spans.FILES
    files = [STAGE / "app.py", STAGE / "resources.yaml", *ours]
    for folder in (STAGE / "chalicelib", STAGE / ".chalice", ROOT / "shared" / "shop_rules"):
        files += [path for path in sorted(folder.rglob("*")) if path.suffix in KINDS]
    digest = hashlib.sha256(libraries.name.encode())
    for path in files:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
