"""Cuts the schemas of the kinds used here out of a whole release of Kubernetes.

pip install --target FOLDER kubernetes-validate (110 MB, which is why it is not in the lock)
python -m tests.deploy.cut_schemas FOLDER 1.37
"""

import json
import re
import sys
from pathlib import Path

from .cluster import KINDS, SCHEMAS

REFERENCE = "/api/_definitions.json#/$defs/"


def cut(folder, release):
    whole = folder / f"kubernetes_validate/kubernetes-json-schema/v{release}.0-local-strict"
    everything = json.loads((whole / "_definitions.json").read_text())["$defs"]
    kinds = {kind: _read(whole / f"{name}.json") for kind, name in KINDS.items()}
    found, wanted = {}, _named(kinds)
    while wanted:
        found |= {name: _slim(everything[name]) for name in wanted}
        wanted = _named(found) - set(found)
    return {"kinds": kinds, "$defs": found}


def _read(file):
    return _slim(json.loads(file.read_text()))


def _named(schema):
    return set(re.findall(r'"#/\$defs/([^"]+)"', json.dumps(schema)))


def _slim(schema):
    """Without what only people read, and with references into this one file."""
    if isinstance(schema, list):
        return [_slim(item) for item in schema]
    if not isinstance(schema, dict):
        return schema.replace(REFERENCE, "#/$defs/") if isinstance(schema, str) else schema
    texts = {name for name, value in schema.items() if isinstance(value, str)} & {"description"}
    kept = {n: v for n, v in schema.items() if n not in texts and not n.startswith("x-kubernetes")}
    return {name: _slim(value) for name, value in kept.items()}


if __name__ == "__main__":
    made = cut(Path(sys.argv[1]), sys.argv[2])
    (SCHEMAS / "kubernetes.json").write_text(json.dumps(made, sort_keys=True) + "\n")
