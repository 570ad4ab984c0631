"""What the plan of the variant sharded-orders checks, without its shop."""

from types import SimpleNamespace

import pytest

from shop_rules import ids
from tests.claims.placing import owner

from . import __main__ as faults
from . import resharding
from .kills import Round
from .resharding import PARTS, POINTS, SETS, SHARDS, STEPS, TABLES, misplaced, turns


def order_of(number):
    """The id of an order that belongs there."""
    return next(id_ for id_ in iter(ids.new_id, None) if owner(id_, SHARDS) == number)


@pytest.fixture
def orders():
    """{shard: an order}"""
    return {number: order_of(number) for number in SHARDS}


@pytest.fixture
def found(orders):
    """The shards, each with its order and all that belongs to that."""
    return {number: {table: [id_] for table in TABLES} for number, id_ in orders.items()}


def test_rows_that_are_where_they_belong_are_no_fault(found, orders):
    assert misplaced(found, orders.values()) == []


def test_an_order_in_two_shards_is_a_fault(found, orders):
    found[1]["orders"].append(orders[3])
    assert f"order {orders[3]}: in [1, 3], and belongs to 3" in misplaced(found, orders.values())


def test_an_order_in_no_shard_is_a_fault(found, orders):
    found[2]["orders"].clear()
    assert misplaced(found, orders.values()) == [
        f"order {orders[2]}: in [], and belongs to 2",
    ]


def test_an_order_that_no_client_knows_is_a_fault_in_a_wrong_shard_too(found):
    unknown = order_of(3)
    found[2]["orders"].append(unknown)
    assert f"order {unknown}: in [2], and belongs to 3" in misplaced(found, [])


@pytest.mark.parametrize("table", [each for each in TABLES if each != "orders"])
def test_a_row_that_stayed_behind_is_a_fault(found, orders, table):
    found[1][table].append(orders[3])
    assert misplaced(found, orders.values()) == [f"{table} of {orders[3]}: a row is in 1"]


@pytest.fixture
def rounds(monkeypatch, tmp_path, found, orders):
    """rounds(): a round in which nothing happens, whose shards hold `found`."""
    log = tmp_path / "logs" / "resharder.log"
    log.parent.mkdir()
    log.write_text("all sets have moved\n")
    stage = SimpleNamespace(data=tmp_path, logs=lambda part: log.read_text())
    site = SimpleNamespace(stage=stage, let_live=lambda part: None)
    market = SimpleNamespace(
        site=site, promises=SimpleNamespace(orders=dict.fromkeys(orders.values()))
    )

    def under_load(harm, market, *_):
        harm(market.site)
        return Round("", 0, 0, 0, 0)

    monkeypatch.setattr(resharding.kills, "under_load", under_load)
    monkeypatch.setattr(resharding, "databases", lambda stage: SHARDS)
    monkeypatch.setattr(resharding, "ids_in", lambda number: found[number])
    return lambda: resharding.one_round(lambda site: "no part", "seed", market), log


def test_a_round_checks_where_the_orders_are(rounds, found, orders):
    one_round, _ = rounds
    assert one_round().moment == "no part (1 orders moved)"
    found[1]["orders"].append(orders[3])
    with pytest.raises(AssertionError, match="belongs to 3"):
        one_round()


def test_a_round_whose_resharder_met_an_error_that_it_does_not_know_has_failed(rounds):
    one_round, log = rounds
    log.write_text("Traceback (most recent call last):\nall sets have moved\n")
    with pytest.raises(AssertionError, match="Traceback"):
        one_round()


def test_each_part_dies_in_its_turn_at_each_moment_and_the_resharder_at_each_point():
    planned = [(each.func.__name__, each.args) for each in turns(70, "1")]
    assert [args[0] for name, args in planned if name == "kill"] == [*PARTS] * 10
    kills = {args for name, args in planned if name == "kill"}
    assert kills == {(part, of, step) for part in PARTS for of in SETS for step in STEPS}
    assert [args[0] for name, args in planned if name == "die_at"][: len(POINTS)] == POINTS
    assert planned != [(each.func.__name__, each.args) for each in turns(70, "2")]


@pytest.mark.parametrize(
    "words, said",
    [
        ({"STAGE": "2"}, "Stage 2 has no WHAT=resharding. There are: parts, "),
        ({"V": "grpc"}, "V=grpc has no WHAT=resharding. There are: parts, "),
    ],
)
def test_another_shop_has_no_resharding(monkeypatch, words, said):
    for name, value in {"WHAT": "resharding", **words}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(faults.variants, "main", lambda *_: pytest.fail("It runs."))
    with pytest.raises(faults.Refusal, match=said):
        faults.main([])


def test_the_settings_reach_the_copy_of_the_variant(monkeypatch):
    monkeypatch.setenv("V", "sharded-orders")
    monkeypatch.setenv("WHAT", "resharding")
    monkeypatch.setattr(faults.variants, "main", lambda *words: words)
    assert faults.main(["--kills", "50", "--resume"]) == (
        *("sharded-orders", "faults"),
        *("WHAT=resharding", "KILLS=50", "SEED=1", "RESUME=on"),
    )
