"""The counters of the claims on stage 2, without a shop."""

from .independent_deployment import failed, lines
from .services import answered
from .watching import good

SEEN = [(1.0, True), (1.5, False), (4.0, True), (4.5, True), (5.0, False)]


def test_only_reads_of_one_product_are_counted():
    name = 'shop_requests_total{method="%s",route="%s",status="200"} 7.0'
    one, all_of_them = "/api/v1/products/<product_id>", "/api/v1/products"
    assert answered(name % ("GET", one)) == 7
    assert answered(name % ("PUT", one)) == answered(name % ("GET", all_of_them)) == 0
    assert answered("# HELP shop_requests_total Requests") == 0


def test_who_was_away_was_away_from_the_last_good_answer_to_the_next():
    assert failed(SEEN) == 2
    assert good(SEEN) == [1.0, 4.0, 4.5, 5.0]
    assert list(lines({"cart": SEEN})) == [
        "  cart               5 requests     2 failed   down for 3.0 s"
    ]


def test_who_always_answered_was_never_away():
    assert list(lines({"cart": SEEN[2:4]}))[0].endswith("0 failed   never down")
