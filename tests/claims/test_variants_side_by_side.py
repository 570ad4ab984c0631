"""What the claims about variants calculate, without a shop."""

import pytest

from local.refusal import Refusal
from machinery import copies, variants
from tests.bench import bill
from tests.layout.house import ROOT
from tests.trace.cloudwatch import Invocation

from . import balancing, edge_cache, edge_cache_functions, edges, mesh, queued_monolith


def test_the_middle_round_is_compared_with_stage_1():
    rounds = {"stage 1": [300.0, 400.0, 500.0], "stage 1 + queue": [30.0, 40.0, 90.0]}
    title, _, queued = queued_monolith.table("ms until answered", rounds)
    assert title == "ms until answered"
    assert queued.split() == "stage 1 + queue 40.0 (30.0 … 90.0) 0.10 × stage 1".split()


def test_the_middle_round_is_compared_with_stage_2():
    rounds = {"stage 2": [1.0, 2.0, 3.0], "mesh": [2.0, 3.0, 4.0]}
    *_, last = mesh.lines("to read a product, p50 ms", rounds)
    assert last.split() == "mesh 3.00 (2.00 … 4.00) 1.50 × stage 2".split()


def test_each_client_has_an_address_of_its_own():
    assert len({balancing.address(number) for number in range(balancing.PEOPLE)}) == 24


def test_lines_of_code_are_those_that_are_not_blank(tmp_path):
    (tmp_path / "a.py").write_text("a = 1\n\n    \nb = 2\n")
    assert mesh.count(tmp_path / "a.py") == 2


def test_a_variant_does_without_files_that_are_there():
    for name in variants.names():
        for file in variants.read(name).get("removes", []):
            assert (ROOT / file).is_file()


def test_only_images_by_their_own_addresses_are_counted():
    name = 'shop_requests_total{method="%s",route="%s",status="200"} 7.0'
    by_id, by_product = (
        "/api/v1/products/<product_id>/images/<image_id>",
        "/api/v1/products/<x>/image",
    )
    lines = [name % ("GET", by_id), name % ("GET", by_product), name % ("PUT", by_product)]
    assert [edges.answered(line) for line in lines] == [7, 0, 0]


def test_the_middle_round_is_shown_with_the_others():
    shown = edge_cache.spread("edge, hit", [3.0, 1.0, 2.0], ".1f")
    assert shown.split() == "edge, hit 2.0 (1.0 … 3.0)".split()


def test_only_functions_that_answer_requests_are_counted():
    ran = [Invocation("an id", name, 1.0, 1024, ()) for name in ("APIHandler", "NoteStock")]
    assert [edge_cache_functions.is_answer(each) for each in ran] == [True, False]


def test_a_million_views_are_mostly_of_thumbnails():
    thumb = bill.Used({"APIHandler": 1.0}, 0, reads=1.0, writes=0.0, calls={})
    full = bill.Used({"APIHandler": 1.0}, 0, reads=7.0, writes=0.0, calls={})
    price = bill.prices()
    found = edge_cache_functions.dollars({"thumb": thumb, "full": full}, price)
    assert found["API Gateway"] == pytest.approx(1e6 * price["api_gateway"]["request"])
    assert found["DynamoDB"] == pytest.approx(
        2e6 * price["dynamodb"]["read_unit"]
    )  # 25 of 1, 5 of 7


def test_an_edge_is_paid_for_each_view_and_functions_for_each_miss():
    _, without, behind, least = edge_cache_functions.costs({"Lambda": 4.0, "SQS": 0.0}, 1.0, 0.75)
    assert without.split() == "without an edge 4.00 (Lambda 4.00)".split()
    assert behind.split() == "with an edge 2.00 (the edge 1.00, functions 1.00, 75% hits)".split()
    assert "from 25% hits on" in least
    with pytest.raises(SystemExit, match="costs more"):
        list(edge_cache_functions.costs({"Lambda": 4.0}, 1.0, 0.25))


OPEN = [mesh.shops, edge_cache.shops_of, lambda: balancing.opened("ring-hash").__enter__()]
OPEN.append(edge_cache_functions.opened)


@pytest.mark.parametrize("opens", OPEN)
def test_a_claim_installs_what_its_variant_needs(monkeypatch, opens):
    def refused(name, needs):
        raise Refusal(f"{name} needs {needs}")

    monkeypatch.setattr(copies, "install", refused)
    with pytest.raises(Refusal, match="needs (mesh|edge)"):
        opens()
