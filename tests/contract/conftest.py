"""pytest's options and fixtures: the shop under test, and the people who use it."""

import json
import os
import time
from collections.abc import Callable, Generator, Iterator

import pytest
import requests

from .client import Person, Shop
from .identity import IdentityProvider
from .operations import World
from .provider import Provider
from .steps import a_customer, signed_in
from .turns import close_lock, open_lock, turn_of
from .version import BASE

OPTIONS = {
    "--url": ("SHOP_URL", "base URL of the shop, ends in /api/v1 or /api/v2"),
    "--staff-email": ("SHOP_STAFF_EMAIL", "the staff sign-in"),
    "--staff-password": ("SHOP_STAFF_PASSWORD", "the staff sign-in"),
    "--colleagues": ("SHOP_COLLEAGUES", "JSON, {role: {email, password}}; else some tests skip"),
    "--provider": ("PROVIDER_URL", "address of the payment sandbox; without it some tests skip"),
    "--metrics": ("METRICS_URL", "where the metrics are read; without it some tests skip"),
    "--metrics-token": ("METRICS_TOKEN", "what has to be shown there"),
    "--identity": ("IDENTITY_URL", "address of the OpenID provider; without it some tests skip"),
    "--provider-key": ("PROVIDER_KEY", "the sandbox's secret key"),
    "--step-up": ("STEP_UP_SECONDS", "the shop's limit; without it no test waits for its end"),
    "--sign-ins": ("SIGN_INS_A_MINUTE", "the shop's limit; without it no test goes beyond it"),
}
TOKEN_SECONDS = 600  # an access token lives 900


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("contract", "the shop under test")
    for option, (variable, text) in OPTIONS.items():
        group.addoption(option, default=os.environ.get(variable), help=f"{text} (${variable})")
    group.addoption("--long", action="store_true", help="also the tests that wait a minute")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "long: waits a minute or more; run it with --long")
    config.addinivalue_line("markers", "step_up: waits until a sign-in is old; needs --step-up")
    config.addinivalue_line("markers", "sign_ins: sends more than it may; needs --sign-ins")
    config.addinivalue_line("markers", "alone: no other test runs meanwhile, whatever -n says")
    open_lock(config)


def pytest_unconfigure(config: pytest.Config) -> None:
    close_lock(config)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    with turn_of(item):
        return (yield)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    asked = {
        "long": config.getoption("--long"),
        "step_up": config.getoption("--step-up"),
        "sign_ins": config.getoption("--sign-ins"),
    }
    names = [name for name, wanted in asked.items() if not wanted]
    left_out = [item for item in items if any(map(item.get_closest_marker, names))]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session")
def shop(request: pytest.FixtureRequest) -> Shop:
    url = _needed(request, "--url").rstrip("/")
    if not url.endswith(BASE):
        raise pytest.UsageError(f"for another version than {BASE}, set $SHOP_URL: version.py")
    return Shop(url)


@pytest.fixture(scope="session")
def _staff_sign_in(request: pytest.FixtureRequest, shop: Shop) -> Callable[[], Person]:
    """A function that returns staff with a valid token."""
    email, password = (_needed(request, "--staff-email"), _needed(request, "--staff-password"))
    until, person = 0.0, None

    def current() -> Person:
        nonlocal until, person
        if person is None or time.monotonic() > until:
            person = signed_in(shop, email, password)
            until = time.monotonic() + TOKEN_SECONDS
        return person

    return current


@pytest.fixture
def staff(_staff_sign_in: Callable[[], Person]) -> Person:
    return _staff_sign_in()


@pytest.fixture(scope="module")
def world(shop: Shop, _staff_sign_in: Callable[[], Person]) -> World:
    return World(shop, _staff_sign_in())


@pytest.fixture(scope="session")
def colleagues(request: pytest.FixtureRequest, shop: Shop) -> dict[str, Person]:
    """{role: a member of staff who has it and no other}, signed in. For tests that only read."""
    given = request.config.getoption("--colleagues")
    if not given:
        pytest.skip("no staff with single roles was given (--colleagues)")
    people = json.loads(given).items()
    return {role: signed_in(shop, each["email"], each["password"]) for role, each in people}


@pytest.fixture
def anyone(shop: Shop) -> Person:
    return Person(shop)


@pytest.fixture
def customer(shop: Shop) -> Person:
    return a_customer(shop)


@pytest.fixture
def other_customer(shop: Shop) -> Person:
    return a_customer(shop, name="Grace Hopper")


@pytest.fixture
def provider(request: pytest.FixtureRequest) -> Iterator[Provider]:
    url = request.config.getoption("--provider")
    if not url:
        pytest.skip("no address of the payment provider was given (--provider)")
    provider = Provider(url, request.config.getoption("--provider-key"))
    yield provider
    provider.reset_switches()


@pytest.fixture
def identity(request: pytest.FixtureRequest, shop: Shop) -> Iterator[IdentityProvider]:
    url = request.config.getoption("--identity")
    if not url:
        pytest.skip("no address of the OpenID provider was given (--identity)")
    provider = IdentityProvider(url, shop)
    yield provider
    if provider.is_switched:
        provider.reset_switches()


@pytest.fixture
def metrics(request: pytest.FixtureRequest) -> Callable[..., requests.Response]:
    """A function that returns the metrics port's response, by default to the scrape token."""
    url = request.config.getoption("--metrics")
    if not url:
        pytest.skip("no address of metrics was given (--metrics): functions have none")
    known = request.config.getoption("--metrics-token") or ""

    def read(token: str = known) -> requests.Response:
        return requests.get(url, headers={"Authorization": f"Bearer {token}"}, timeout=30)

    return read


def _needed(request: pytest.FixtureRequest, option: str) -> str:
    value = request.config.getoption(option)
    if not value:
        raise pytest.UsageError(f"the contract suite needs {option} or ${OPTIONS[option][0]}")
    return value
