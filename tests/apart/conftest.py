import pytest

from tests.drivers import stage2

from .world import World


@pytest.fixture(scope="session")
def world(tmp_path_factory):
    with stage2.running(data=tmp_path_factory.mktemp("apart") / "data") as stage:
        yield World(stage)
