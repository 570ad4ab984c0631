import pytest

from spans import recording


@pytest.fixture
def ended():
    """The spans that have ended, while they are recorded."""
    found = []
    recording.begin(found.append)
    yield found
    recording.begin(None)


@pytest.fixture(scope="module")
def by_id(spans):
    """{id: span} of the module's spans."""
    return {span.id: span for span in spans}
