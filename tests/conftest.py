"""The order of the tests: what takes longest begins first, since two files are run at a time."""

LONGEST = "test_stages.py"


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: item.path.name != LONGEST)
