"""Where the copies of a service listen, each in its turn."""

import json

import pytest

from chassis import discovery

ONE, TWO, THREE = "http://127.0.0.1:1", "http://127.0.0.1:2", "http://127.0.0.1:3"


@pytest.fixture
def listed(inside, tmp_path, monkeypatch):
    """listed({service: [URL]}): what the orchestrator's file says from then on."""
    file = tmp_path / "services.json"
    inside("orders", ADDRESSES=str(file), CATALOG_URL="", CART_URL="")
    monkeypatch.setattr(discovery, "LOOK_EVERY", -1)  # look each time

    return lambda addresses: file.write_text(json.dumps(addresses))


def test_each_copy_is_first_in_its_turn_and_all_are_there_to_fall_back_on(listed):
    listed({"catalog": [ONE, TWO, THREE]})
    turns = [discovery.addresses("catalog") for _ in range(6)]
    assert sorted(turns[0]) == [ONE, TWO, THREE]
    firsts = [turn[0] for turn in turns]
    assert sorted(firsts[:3]) == [ONE, TWO, THREE]
    assert firsts[3:] == firsts[:3]


def test_each_service_has_turns_of_its_own(listed):
    listed({"catalog": [ONE, TWO], "cart": [ONE, TWO]})
    turns = [discovery.addresses(service)[0] for service in ["catalog", "cart"] * 4]
    for firsts in (turns[::2], turns[1::2]):
        assert firsts in ([ONE, TWO] * 2, [TWO, ONE] * 2)


def test_a_copy_that_comes_is_used_and_one_that_goes_is_not(listed):
    listed({"catalog": [ONE]})
    assert discovery.addresses("catalog") == [ONE]
    listed({"catalog": [ONE, TWO]})
    assert sorted(discovery.addresses("catalog")) == [ONE, TWO]
    listed({"catalog": []})
    assert discovery.addresses("catalog") == []


def test_before_anybody_is_up_nobody_listens_anywhere(listed):
    assert discovery.addresses("catalog") == []


def test_in_a_cluster_each_service_has_its_name(inside):
    inside("orders", CATALOG_URL=f"{ONE}/,{TWO}")
    assert sorted(discovery.addresses("catalog")) == [ONE, TWO]
