import pytest

from shop_rules import rates
from shop_rules.errors import TooManyRequests

PROXY, OTHER_PROXY = "10.0.0.1", "10.0.0.2"


def at(monkeypatch, seconds):
    monkeypatch.setattr("time.time", lambda: seconds)


def test_as_many_as_allowed_are_let_in():
    for count in (1, 59, 60):
        rates.check(count, 60)
    with pytest.raises(TooManyRequests):
        rates.check(61, 60)


@pytest.mark.parametrize(("passed", "wait"), [(0, 60), (0.5, 60), (30, 30), (59, 1), (59.999, 1)])
def test_who_is_refused_is_told_when_the_minute_ends(monkeypatch, passed, wait):
    at(monkeypatch, 600 + passed)
    assert rates.minute() == 10
    assert rates.too_many().headers == {"Retry-After": str(wait)}
    at(monkeypatch, 600 + passed + wait)
    assert rates.minute() == 11


def test_a_client_is_who_connected_whatever_it_says_of_itself():
    for claim in (None, "", "192.0.2.9", "192.0.2.9, 192.0.2.8", PROXY):
        assert rates.client("192.0.2.1", claim, ()) == "192.0.2.1"
        assert rates.client("192.0.2.1", claim, (PROXY,)) == "192.0.2.1"


def test_a_trusted_proxy_says_whom_it_speaks_for():
    assert rates.client(PROXY, "192.0.2.1", (PROXY,)) == "192.0.2.1"
    assert rates.client(PROXY, f"192.0.2.1, {OTHER_PROXY}", (PROXY, OTHER_PROXY)) == "192.0.2.1"


def test_a_network_of_proxies_is_trusted():
    assert rates.client(PROXY, "192.0.2.1, 10.9.9.9", ("10.0.0.0/8", "fd00::/8")) == "192.0.2.1"
    assert rates.client("fd00::1", "192.0.2.1", ("10.0.0.0/8", "fd00::/8")) == "192.0.2.1"
    assert rates.client("192.0.2.7", "192.0.2.1", ("10.0.0.0/8",)) == "192.0.2.7"


def test_what_a_client_wrote_before_a_proxy_added_its_address_is_not_believed():
    assert rates.client(PROXY, "192.0.2.9, 192.0.2.1", (PROXY,)) == "192.0.2.1"
    assert rates.client(PROXY, f"{PROXY}, 192.0.2.1", (PROXY,)) == "192.0.2.1"


def test_a_proxy_that_speaks_for_nobody_is_the_client():
    assert rates.client(PROXY, None, (PROXY,)) == PROXY


def test_an_address_is_whole_and_its_client_is_counted_by_its_network():
    home = "2001:db8:1:2:3:4:5:6"
    assert rates.address(home, "192.0.2.1", (PROXY,)) == home
    assert rates.address(PROXY, f"192.0.2.9, {home}", (PROXY,)) == home
    assert rates.client(PROXY, f"192.0.2.9, {home}", (PROXY,)) == "2001:db8:1:2::/64"


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("::1", "::/64"),
        ("unknown", "unknown"),
        ("x" * 5000, "unknown"),
    ],
)
def test_a_client_is_counted_by_its_network(address, key):
    assert rates.client(address, None, ()) == key


def test_proxies_are_apart_by_commas_or_spaces_and_each_is_an_address_or_a_network():
    assert rates.networks("") == ()
    found = rates.networks("192.0.2.1, 10.0.0.1/8 ::1")
    assert found == ("192.0.2.1/32", "10.0.0.0/8", "::1/128")
    assert rates.client("10.9.9.9", "192.0.2.9", found) == "192.0.2.9"
    with pytest.raises(ValueError, match="'edge'"):
        rates.networks("192.0.2.1 edge")
