"""A dependency of a function is unavailable: that is no bug, and its client may try again."""

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError, EndpointConnectionError

from chalicelib import aws, config, objects
from shop_rules.errors import Unavailable

AWAY = [
    EndpointConnectionError(endpoint_url="http://nowhere"),
    ConnectTimeoutError(endpoint_url="http://nowhere"),
    ClientError({"Error": {"Code": "SlowDown", "Message": ""}}, "PutObject"),
]


class Store:
    """Answers every call with the same exception."""

    class exceptions:
        class NoSuchKey(Exception):
            pass

    def __init__(self, error):
        self._error = error

    def __getattr__(self, name):
        def fails(**asked):
            raise self._error

        return fails


@pytest.fixture(params=AWAY, ids=lambda error: type(error).__name__)
def away(request, monkeypatch):
    monkeypatch.setattr(aws, "client", lambda service: Store(request.param))


@pytest.mark.parametrize(
    ("call", "arguments"),
    [
        (objects.save, ("picture", b"bytes", "image/png")),
        (objects.read, ("picture",)),
        (objects.exists, ("picture",)),
        (objects.names, ("pictures/",)),
        (objects.delete, ("picture",)),
    ],
    ids=lambda given: getattr(given, "__name__", ""),
)
def test_pictures_are_unavailable_without_their_store(away, call, arguments):
    with pytest.raises(Unavailable, match="The image store is unavailable."):
        call(*arguments)


def test_a_function_that_cannot_ask_for_its_keys_is_unavailable(away):
    with pytest.raises(Unavailable):
        config.parameter("token_public_key")


def test_a_picture_that_is_not_there_is_none(monkeypatch):
    monkeypatch.setattr(aws, "client", lambda service: Store(Store.exceptions.NoSuchKey()))
    assert objects.read("picture") is None


def test_what_could_not_be_asked_for_is_asked_for_again(away, monkeypatch):
    with pytest.raises(Unavailable):
        config.parameter("payment_url")
    monkeypatch.setattr(aws, "client", lambda service: Parameters())
    assert config.parameter("payment_url") == "http://pay"
    config.parameter.cache_clear()


class Parameters:
    def get_parameter(self, **asked):
        return {"Parameter": {"Value": "http://pay"}}
