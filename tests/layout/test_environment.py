"""config.py alone reads the environment, and nothing is opened before it is used."""

import ast
import os
import subprocess
import sys

import pytest

from .house import FEATURES, ROOT, calls, nodes, python_files, stages

READERS = {"environ", "environb", "getenv", "getenvb"}
OPENERS = {"connect", "create_engine", "client", "resource", "Redis", "from_url", "Session", "open"}


def readers_of_the_environment(files):
    return [
        f"{path}:{node.lineno}"
        for path, text in files.items()
        if path.rpartition("/")[2] != "config.py"
        for node in nodes(text)
        if _names(node) & READERS
    ]


def _names(node):
    if isinstance(node, ast.Attribute) and ast.unparse(node.value) != "request":  # WSGI's
        return {node.attr}
    if isinstance(node, ast.ImportFrom) and node.module == "os":
        return {alias.name for alias in node.names}
    return set()


def opened_at_import(files):
    """Calls that open something and do not stand in a function."""
    return [
        f"{path}:{call.lineno}"
        for path, text in files.items()
        for call in calls(_without_functions(text))
        if getattr(call.func, "attr", getattr(call.func, "id", None)) in OPENERS
    ]


class _NoFunctions(ast.NodeTransformer):
    def visit_FunctionDef(self, node):
        node.body = [ast.Pass()]  # what stands in its head runs at import
        return node

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node):
        return ast.Constant(None)


def _without_functions(text):
    return ast.unparse(_NoFunctions().visit(ast.parse(text)))


WATCHED = """
import sys, threading

def watch(event, arguments):
    wrote = event == "open" and set(str(arguments[1])) & set("wax+")
    if wrote or event in {"sqlite3.connect", "socket.connect", "subprocess.Popen"}:
        print(event, arguments[:2])

sys.dont_write_bytecode = True
sys.addaudithook(watch)
"""


def seen_when_importing(code, folder):
    """What the audit hooks of Python tell while the code runs, and who else is running after it."""
    after = "\nprint(*[t.name for t in threading.enumerate()][1:], sep='')"
    rooms = [str(ROOT / name) for name in ("shared", "stage1-monolith", "stage2-services")]
    paths = [*rooms, str(folder)]
    done = subprocess.run(
        [sys.executable, "-c", WATCHED + code + after],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "DATA": str(folder / "data")},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def test_only_config_reads_the_environment():
    assert readers_of_the_environment(stages(python_files())) == []


@pytest.mark.parametrize(
    "text",
    [
        "import os\nos.environ['X']",
        "import os\nos.getenv('X')",
        "from os import environ",
        "from os import getenv as read",
        "import os as system\nsystem.environ.get('X')",
    ],
)
def test_another_reader_of_the_environment_is_found(text):
    assert readers_of_the_environment({"stage1-monolith/shop/db.py": text})
    assert not readers_of_the_environment({"stage1-monolith/shop/config.py": text})


def test_what_a_web_server_calls_the_environment_is_another():
    assert not readers_of_the_environment({"x.py": "request.environ['wsgi.input'].read()"})


def test_the_file_named_config_is_one_a_stage():
    found = [path for path in stages(python_files()) if path.endswith("/config.py")]
    assert {"stage1-monolith/shop/config.py", "stage2-services/chassis/config.py"} <= set(found)
    assert len(found) == len({path.split("/")[0] for path in found})


def test_no_stage_opens_a_connection_outside_a_function():
    assert opened_at_import(stages(python_files())) == []


@pytest.mark.parametrize(
    "text",
    [
        "engine = sa.create_engine(url)",
        "class Store:\n    client = boto3.client('s3')",
        "def get(connection=psycopg.connect(url)): ...",
        "if True:\n    file = open('x')",
    ],
)
def test_a_connection_opened_at_import_is_found(text):
    assert len(opened_at_import({"stage1-monolith/shop/db.py": text})) == 1


def test_a_connection_opened_when_used_is_none_opened_at_import():
    text = "def engine():\n    return sa.create_engine(url)\nlater = lambda: connect()\n"
    text += "async def keep():\n    Redis.from_url(url)"
    assert opened_at_import({"stage1-monolith/shop/db.py": text}) == []


def test_importing_stage_1_opens_writes_and_starts_nothing(tmp_path):
    assert seen_when_importing("import shop.app, shop.commands, shop.tables", tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_importing_stage_2_opens_writes_and_starts_nothing(tmp_path):
    parts = [f"{service}.app" for service in (*FEATURES, "gateway")]
    parts += ["catalog.worker", "orders.worker", "accounts.commands", "chassis.migrate"]
    assert seen_when_importing(f"import {', '.join(parts)}", tmp_path) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "text",
    [
        "import sqlite3\nsqlite3.connect(':memory:')",
        "open('written', 'w')",
        "import socket\nsocket.socket().connect_ex(('127.0.0.1', 9))",
        "import threading\nthreading.Timer(0.5, print).start()",
    ],
)
def test_what_an_import_opens_is_seen(text, tmp_path):
    (tmp_path / "made_up.py").write_text(text.replace("'written'", repr(str(tmp_path / "x"))))
    assert seen_when_importing("import made_up", tmp_path)
