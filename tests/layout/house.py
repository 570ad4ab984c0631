"""The plan of the house, and how to read the tree: what the checks beside this file share.

A check takes {path: text} and returns what is wrong, a line each. So it can be shown a small
made-up house that it must complain about.
"""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]

# Where the features of each stage live, and the folder the stage is in.
ROOMS = {
    "stage1-monolith/shop": "stage1-monolith",
    "stage2-services": "stage2-services",
    "stage3-serverless/chalicelib": "stage3-serverless",
}
DEPLOYMENT = "stage3-serverless/deploy"  # puts the stage on an AWS, and is no part of it
SERVICES = "stage2-services"  # the room where each feature is a process of its own
FEATURES = ("accounts", "catalog", "inventory", "cart", "orders", "payments", "notifications")
ROLES = ("routes", "usecases", "store", "peers", "tasks")

# What is in a feature beside its roles: (the role it is a part of, the reason it stands alone).
EXTRAS = {
    ("accounts", "sessions"): ("store", "what people are signed in with comes and goes by itself"),
    ("accounts", "endings"): ("store", "how sessions end before their time is over"),
    ("accounts", "identity_routes"): (
        "routes",
        "other providers, and what is linked: its own page",
    ),
    ("accounts", "cookies"): ("routes", "a browser's refresh token travels in a header"),
    ("accounts", "closed"): ("store", "who is gone, and still to be forgotten elsewhere"),
    ("accounts", "hashing"): ("usecases", "how many passwords are hashed at once"),
    ("accounts", "sign_ins"): ("usecases", "proving who one is: a page of its own"),
    ("accounts", "provider"): ("peers", "an identity provider's wire form: a peer not ours"),
    ("accounts", "authorizations"): ("store", "sign-ins that have gone to an identity provider"),
    ("accounts", "identities"): ("store", "who people are at an identity provider"),
    ("accounts", "elsewhere"): ("usecases", "signing in with an identity provider"),
    ("accounts", "linking"): ("usecases", "further ways into an account"),
    ("accounts", "roles"): ("usecases", "what staff may do, and who changed it: a page of its own"),
    ("accounts", "audit"): ("store", "the log of those changes, which is only added to"),
    ("accounts", "admins"): ("store", "their count, an item that stands for a lock on all of them"),
    ("accounts", "visitors"): ("store", "the key that stands for a person where they are counted"),
    ("accounts", "internal"): ("routes", "what other services ask: the monolith has no such door"),
    ("catalog", "clicks"): ("store", "events and their windows: nothing about products"),
    ("catalog", "clickstream"): ("usecases", "events come in, counts go out: a page of its own"),
    ("catalog", "image_routes"): (
        "routes",
        "bytes instead of JSON, and what caches may keep of them",
    ),
    ("catalog", "images"): ("usecases", "images by their own addresses: a page of its own"),
    ("catalog", "search"): ("store", "the one query with filters, orders and cursors"),
    ("catalog", "imports"): ("store", "imports, and the queue of their rows: chunks and due times"),
    ("catalog", "importing"): ("usecases", "files of products, row by row: a page of its own"),
    ("inventory", "reservations"): ("store", "what is held for whom: the saga's own record"),
    ("orders", "tables"): ("store", "its columns: with them the queries would be too long a page"),
    ("orders", "exports"): ("usecases", "orders as a file, page by page"),
    ("orders", "waiting"): ("store", "the queue of open orders: leases and due times"),
    ("payments", "provider"): ("peers", "the third party's wire form: a peer that is not ours"),
}

# What is in a service beside its roles, since it can be started without the others.
OF_A_SERVICE = {
    "app": "assembles what answers",
    "worker": "assembles what works after the answer",
    "migrations": "how its own database came to be what it is",
    "accounts/commands": "what is done to it from a terminal",
}
# What is in the room beside the services, each with rules of its own (test_services.py).
BESIDE_SERVICES = {
    "chassis": "what every service brings along; it knows none of them",
    "gateway": "the public door: no feature, no tables, and no service's code",
}


@cache
def committed():
    """The paths git keeps or would keep, below the root."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    output = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return sorted(path for path in output.split("\0") if path and (ROOT / path).is_file())


@cache
def python_files():
    return {p: (ROOT / p).read_text("utf-8") for p in committed() if p.endswith(".py")}


def below(files, *folders):
    return {p: text for p, text in files.items() if p.startswith(tuple(f"{f}/" for f in folders))}


def stages(files):
    """What answers and works; not what puts it there."""
    found = below(files, *ROOMS.values())
    return {path: text for path, text in found.items() if path not in below(files, DEPLOYMENT)}


@cache
def parsed(text):
    return ast.parse(text)


@cache
def nodes(text):
    """Everything in a file, however deep."""
    return tuple(ast.walk(parsed(text)))


def place(path):
    """(room, parts below it without .py), or (None, [])."""
    for room in ROOMS:
        if path.startswith(f"{room}/"):
            return room, path.removeprefix(f"{room}/").removesuffix(".py").split("/")
    return None, []


def in_features(files):
    """(path, feature, name) of each file that is in a feature."""
    for path in files:
        _, parts = place(path)
        if len(parts) > 1 and parts[0] in FEATURES and parts[1:] != ["__init__"]:
            yield path, parts[0], "/".join(parts[1:])


def belongs_to_a_service(path, feature, name):
    first = name.split("/")[0]
    named = first in OF_A_SERVICE or f"{feature}/{first}" in OF_A_SERVICE
    return place(path)[0] == SERVICES and named


def roles(files):
    """(path, role) of each file that is in a feature and in the plan."""
    for path, feature, name in in_features(files):
        role, _ = EXTRAS.get((feature, name), (name, ""))
        if role in ROLES:
            yield path, role


@cache
def absolute_imports(text):
    """[(name of the module, line)] of each import that is not relative."""
    found = []
    for node in nodes(text):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.append((node.module, node.lineno))
    return found


@cache
def libraries(text):
    return {name.split(".")[0] for name, _ in absolute_imports(text)}


def relative_imports(path, text):
    """The parts below the room of whatever is imported relatively."""
    _, parts = place(path)
    for node in nodes(text):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = parts[: len(parts) - node.level] + (node.module or "").split(".")
            yield from ([part for part in base if part] + [alias.name] for alias in node.names)


def features_imported(path, text):
    """The features this file reaches into, its own left out."""
    _, parts = place(path)
    reached = {target[0] for target in relative_imports(path, text)}
    return sorted(reached & set(FEATURES) - {parts[0]})


@cache
def calls(text):
    return [node for node in nodes(text) if isinstance(node, ast.Call)]


def unused(exceptions, found):
    """An exception that nothing needs any more must go."""
    return [f"{exception}: needs no exception any more" for exception in exceptions - found]
