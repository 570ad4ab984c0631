"""A running sandbox for the tests, and what they all check in the same way."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.payment_sandbox.process import Sandbox


@pytest.fixture(scope="session")
def running(tmp_path_factory):
    sandbox = Sandbox(tmp_path_factory.mktemp("sandbox"))
    yield sandbox.start()
    sandbox.kill()


@pytest.fixture
def sandbox(running):
    """One for all tests, with every switch off afterwards."""
    yield running
    running.switches_off()


@pytest.fixture
def own_sandbox(tmp_path):
    """One that may be killed."""
    sandbox = Sandbox(tmp_path)
    yield sandbox.start()
    sandbox.kill()


@pytest.fixture
def at_once():
    """Runs callables at the same moment; their results in order."""

    def run(*calls):
        barrier = threading.Barrier(len(calls))

        def one(call):
            barrier.wait()
            return call()

        with ThreadPoolExecutor(len(calls)) as pool:
            return list(pool.map(one, calls))

    return run


@pytest.fixture
def refused():
    """Asserts a refusal in the provider's form; returns its error object."""

    def check(answer, status, **expected):
        assert answer.status_code == status, answer.text
        error = answer.json()["error"]
        assert error["message"]
        assert {name: error.get(name) for name in expected} == expected
        return error

    return check


@pytest.fixture
def no_answer():
    """Asserts that a call ends without an answer."""

    def check(call):
        broken = (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)
        with pytest.raises(broken):
            call()

    return check
