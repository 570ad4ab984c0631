"""Which client the door of a local stage 3 names to the AWS, behind a proxy and without one."""

import pytest

from local.door import create_app

from .test_door import Aws, a_door, raw


def the_client(door, *lines):
    """The address that the AWS was told, of a request with these headers."""
    assert raw(door, "POST /api/v1/tokens HTTP/1.1", "Host: localhost", *lines).endswith("200 OK")
    *_, (_, _, headers, _) = Aws.asked
    (address,) = headers.get_all("X-Forwarded-For")
    return address


def test_a_trusted_proxy_names_the_client_and_no_client_names_itself(tmp_path):
    forged, said = "X-Forwarded-For: 192.0.2.9", "X-Forwarded-For: 192.0.2.1"
    with a_door(tmp_path, TRUSTED_PROXIES="10.0.0.0/8, 127.0.0.1") as door:
        assert the_client(door) == "127.0.0.1"
        assert the_client(door, said) == "192.0.2.1"
        assert the_client(door, forged, said) == "192.0.2.1"
        assert the_client(door, f"{forged}, 192.0.2.1, 10.9.9.9") == "192.0.2.1"


def test_who_is_no_trusted_proxy_names_nobody(tmp_path):
    with a_door(tmp_path, TRUSTED_PROXIES="192.0.2.0/24") as door:
        assert the_client(door, "X-Forwarded-For: 192.0.2.9") == "127.0.0.1"


def test_a_proxy_that_is_no_address_is_refused_at_the_start(monkeypatch, tmp_path):
    given = {"AWS_ADDRESS": "http://127.0.0.1:1", "LOCAL_AWS_KEY": "", "LOCAL_AWS_SECRET": ""}
    given |= {"PORT": "1", "DATA": str(tmp_path), "API_ID": "", "SITE_BUCKET": ""}
    for name, value in {**given, "TRUSTED_PROXIES": "10.0.0.1 edge"}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ValueError, match="'edge'"):
        create_app()
