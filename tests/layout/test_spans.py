"""The features know nothing of spans: all that makes them hooks in from outside.

A reader of `usecases.py` sees the shop, and none of what watches it. What is left out of that are
the files beside the features, such as `db` and `conventions`, and the assembling of a process.
"""

from .house import (
    belongs_to_a_service,
    in_features,
    libraries,
    python_files,
    relative_imports,
)

OF_SPANS = {"spans", "tracing"}


def watched_from_inside(files):
    return [
        f"{path}: knows of {name}"
        for path, feature, name_in in in_features(files)
        if not belongs_to_a_service(path, feature, name_in)
        for name in sorted(_known(path, files[path]) & OF_SPANS)
    ]


def _known(path, text):
    relative = {part for parts in relative_imports(path, text) for part in parts}
    return libraries(text) | relative | _from_the_chassis(text)


def _from_the_chassis(text):
    lines = [line for line in text.splitlines() if line.startswith("from chassis import")]
    return {word.strip(" ,") for line in lines for word in line.split()}


def test_no_feature_knows_of_spans():
    assert watched_from_inside(python_files()) == []


def test_a_feature_that_knows_of_spans_is_found():
    room, chassis = "stage1-monolith/shop/orders", "stage2-services/orders"
    for text in ("from .. import db, tracing", "from spans import recording", "import spans.wsgi"):
        assert len(watched_from_inside({f"{room}/usecases.py": text})) == 1
    text = "from chassis import db, tracing"
    assert len(watched_from_inside({f"{chassis}/tasks.py": text})) == 1
    assert watched_from_inside({f"{chassis}/worker.py": text}) == []
    assert watched_from_inside({f"{room}/usecases.py": "from .. import db"}) == []
