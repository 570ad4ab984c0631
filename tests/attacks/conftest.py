"""What an attacker has: an address, an account, a raw socket. Where the tests started the stage
themselves, its data folder and its inner ports as well."""

import os

import pytest

from tests.contract import conftest as contract
from tests.contract.conftest import (
    _staff_sign_in,
    anyone,
    colleagues,
    customer,
    identity,
    metrics,
    other_customer,
    provider,
    pytest_addoption,
    pytest_collection_modifyitems,
    pytest_runtest_protocol,
    pytest_unconfigure,
    shop,
    staff,
    world,
)
from tests.drivers.stage import found

from .wire import Wire, address_of

__all__ = [
    "_staff_sign_in",
    "anyone",
    "colleagues",
    "customer",
    "identity",
    "metrics",
    "other_customer",
    "provider",
    "pytest_addoption",
    "pytest_collection_modifyitems",
    "pytest_runtest_protocol",
    "pytest_unconfigure",
    "shop",
    "staff",
    "world",
]


def pytest_configure(config):
    contract.pytest_configure(config)
    config.addinivalue_line("markers", "short: also runs in `make test`")


@pytest.fixture(scope="session")
def address(shop):
    """(host, port, prefix) of the shop's base URL."""
    return address_of(shop.url)


@pytest.fixture(scope="session")
def wire(address):
    """A raw socket: wire.send(b"GET …") returns every answer that comes back."""
    return Wire(address)


@pytest.fixture(scope="session")
def stage():
    """The running stage as tests/drivers knows it: stage.data, stage.run, stage.secret(name)."""
    data = os.environ.get("STAGE_DATA")
    if not data:
        pytest.skip("needs a stage that these tests started themselves: make attacks STAGE=n")
    return found(data)
