"""How a trace is drawn: in a terminal, and as a page."""

from dataclasses import replace
from html.parser import HTMLParser

from spans import page, sequence, svg, tree, waterfall

from .small import SPANS

VOID = {"meta", "br"}


def test_each_span_stands_below_the_one_it_worked_for():
    depths = "".join(f"{span.id}{depth}" for span, depth in tree.in_depth(SPANS))
    assert depths == "a0b1c2d3e4f5g6h7"


def test_a_span_whose_parent_never_arrived_stands_at_the_margin():
    assert [depth for _, depth in tree.in_depth(SPANS[3:5])] == [0, 1]


def test_a_waterfall_fits_a_terminal_and_names_each_part_once():
    found = list(waterfall.lines(SPANS))
    assert len(found) == 1 + len(SPANS) - 2 and max(map(len, found)) <= 80
    assert found[1].split()[:2] == ["gateway:", "POST"] and "· 201" in found[1]
    assert "place_order · 2 rows" in found[4] and "orders:" not in found[4]


def test_what_was_sent_and_received_is_one_line():
    assert [span.id for span in tree.folded(SPANS)] == list("acdegh")
    assert {span.id: span.parent_id for span in tree.folded(SPANS)}["g"] == "e"


def test_a_bar_begins_and_ends_where_its_span_does():
    bars = [line[60:] for line in list(waterfall.lines(SPANS))[1:]]
    assert [len(bar.strip()) for bar in bars] == [5, 4, 2, 2, 12, 5]
    assert bars[4].index("█") == round(150 / 400 * waterfall.BAR)


def test_a_sequence_tells_requests_from_messages_and_leaves_databases_out():
    told = [(a.sender, a.receiver, a.is_message, a.is_answer) for a in sequence.arrows(SPANS)]
    assert told == [
        ("buyer", "gateway", False, False),
        ("gateway", "orders", False, False),
        ("gateway", "buyer", False, True),
        ("orders", "orders-worker", True, False),
        ("orders-worker", "sandbox", False, False),
    ]
    assert max(map(len, waterfall.sequence(SPANS))) <= 80


def test_in_a_shop_of_one_part_the_features_take_part():
    alone = [replace(span, service="shop") for span in SPANS[:5]]
    arrows = sequence.arrows(alone)
    assert ("shop", "orders", "place (48 ms)") in [(a.sender, a.receiver, a.text) for a in arrows]


def test_everybody_has_the_same_place_in_the_picture_of_each_stage():
    names = ["buyer", "gateway", "orders", "orders-worker", "sandbox"]
    assert sequence.participants(sequence.arrows(SPANS)) == names
    drawn = svg.drawing(SPANS)
    assert sorted(names, key=lambda name: drawn.index(f">{name}<")) == names


class Read(HTMLParser):
    """Checks that all that is opened is closed, and gathers tags and texts."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.texts = [], [], []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data.strip())


def test_a_page_needs_nothing_from_elsewhere():
    read = Read(page.page(SPANS, "Stage 2"))
    assert {"script", "link", "img", "iframe"} & {tag for tag, _ in read.tags} == set()
    assert not [attributes for _, attributes in read.tags if {"src", "href"} & set(attributes)]
    policies = [a["content"] for tag, a in read.tags if a.get("http-equiv")]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'"]


def test_a_page_says_which_rows_were_written():
    assert "orders 7 pending" in Read(page.page(SPANS, "Stage 2")).texts


def test_what_a_span_says_is_text_and_no_markup():
    bad = "<script>alert(1)</script>"
    evil = replace(SPANS[0], name=f"GET {bad}", service=bad, attributes={bad: bad}, error=bad)
    read = Read(page.page([evil, *SPANS[1:]], bad))
    assert "script" not in {tag for tag, _ in read.tags} and bad in read.texts
