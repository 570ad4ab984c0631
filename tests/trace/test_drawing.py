"""How a trace is drawn, shown on a small one made by hand."""

from .diagram import mermaid
from .spans import Span, of_trace
from .waterfall import in_depth, lines

AN_ID = "01a20c48-781e-7327-af3d-99f217e3941b"


def a_span(id, parent, service, name, start, end, to="", by=""):
    return Span(id, parent, service, name, start, end, to, by)


SPANS = [
    a_span("a", "client", "gateway", f"GET /api/v1/products/{AN_ID}", 10.0, 10.1),
    a_span("b", "a", "catalog", f"GET /api/v1/products/{AN_ID}", 10.02, 10.08),
    a_span("c", "b", "catalog", "read", 10.05, 10.06, to="database"),
    a_span("d", "b", "catalog-worker", "make_thumbnail", 10.2, 10.4, by="queue"),
]


def test_each_span_stands_below_the_one_that_called_it():
    assert [(span.id, depth) for span, depth in in_depth(SPANS)] == [
        ("a", 0),
        ("b", 1),
        ("c", 2),
        ("d", 2),
    ]


def test_a_line_says_when_a_span_began_and_how_long_it_took():
    _, first, second, *_ = lines(SPANS)
    assert first.split()[:5] == ["gateway", "GET", "/products/…", "0.0", "100.0"]
    assert second.split()[:5] == ["catalog", "GET", "/products/…", "20.0", "60.0"]


def test_bars_begin_and_end_where_their_spans_do():
    bars = [line[line.index("█") :] for line in list(lines(SPANS))[1:]]
    assert [len(bar) for bar in bars] == [10, 6, 1, 20]
    last = list(lines(SPANS))[-1]
    assert last.index("█") - list(lines(SPANS))[1].index("█") == 20


def test_requests_are_solid_arrows_and_messages_dashed():
    assert list(mermaid(SPANS))[-5:] == [
        "    client->>gateway: GET /products/…",
        "    gateway->>catalog: GET /products/… (60\u00a0ms)",
        "    gateway-->>client: answered after 100\u00a0ms",
        "    catalog--)catalog_worker: queue: make_thumbnail",
        "    Note over catalog_worker: done after 400\u00a0ms",
    ]


def test_everybody_has_the_same_place_in_the_picture_of_each_stage():
    asked = [a_span("b", "a", "orders", "x", 10.0, 10.1), a_span("c", "b", "cart", "y", 10.0, 10.1)]
    names = [line.split()[1] for line in mermaid([SPANS[0], *asked]) if " as " in line]
    assert names == ["client", "gateway", "cart", "orders"]


def test_a_diagram_says_where_it_was_traced():
    drawn = list(mermaid(SPANS, "a machine"))
    assert drawn[-1] == "    Note over client,catalog_worker: a machine"


def test_a_line_that_is_still_being_written_is_left_for_later(tmp_path):
    file = tmp_path / "orders" / "spans.jsonl"
    file.parent.mkdir()
    file.write_text('{"context": {"trace_id": "0xabc", "sp')
    assert of_trace(tmp_path, "abc") == []
