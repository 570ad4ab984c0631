"""A call that gets no reply is seen to get none: on its line, in the waterfall, and in words."""

import re

import pytest

from .sent import scene

EDGES = {
    "stage1": "payments>sandbox",
    "stage2": "payments>sandbox",
    "stage3": "settle_order>sandbox",
}
CONFIRM = {"stage1": "m", "stage2": "p", "stage3": "j"}  # the span of the charge
AGAIN = 12  # milliseconds after it, when the provider is asked what has become of it
WORDS = {  # the error of the span: what is said of it
    "ChunkedEncodingError": "connection lost",
    "ReadTimeout": "timed out",
    "NewConnectionError": "no connection",
}


@pytest.fixture(scope="module", params=list(EDGES))
def room(request, shared):
    return shared(request.param)


def without_reply(stage, error):
    """The scene with a charge that gets no reply, and the question that follows it."""
    lines, (before,) = scene(stage), [line for line in scene(stage) if line[0] == CONFIRM[stage]]
    id_, parent, part, kind, name, start, length, said = before
    told = {**said, "error": error}
    lines[lines.index(before)] = (id_, parent, part, kind, name, start, length, told)
    asked = told | {"http.request.method": "GET", "error": ""}
    lines.append(("z", parent, part, kind, "read", start + length + AGAIN, 5, asked))
    return lines, start, start + length, max(line[5] + line[6] for line in lines)


@pytest.mark.parametrize("error", WORDS)
def test_a_charge_without_a_reply_is_seen_to_have_none(room, still, error):
    lines, start, end, length = without_reply(room.stage, error)
    page, trace = still, f"d{list(WORDS).index(error)}"
    room.feed(lines, trace)
    page.choose(trace)
    lost = f"#dots [data-lost='{EDGES[room.stage]}']"
    page.at_ms(start + 0.5, length)
    assert (EDGES[room.stage], "request") in page.dots()
    page.shows(lost, count=0)
    page.at_ms(end - 0.1, length)
    assert (EDGES[room.stage], "reply") not in page.dots()
    page.at_ms(end + 1, length)
    page.shows(f"{lost} text", WORDS[error])
    page.shows(f"#map .edge.lost[data-edge='{EDGES[room.stage]}']", count=1)
    page.shows("#fall li.error em", f" {WORDS[error]}")
    page.shows("#caption", re.compile(f"gets no answer from .*: {WORDS[error]}"))
    page.at_ms(end + AGAIN + 1, length)
    page.shows(lost, count=0)


def test_an_answer_that_says_no_is_an_answer(room, still):
    lines, _, end, length = without_reply(room.stage, "402")
    no = {"http.response.status_code": 402}
    room.feed([(*line[:7], line[7] | (no if line[7].get("error") else {})) for line in lines], "df")
    page = still
    page.choose("df")
    page.at_ms(end + 1, length)
    page.shows("#dots [data-lost]", count=0)
    page.shows("#fall li.error", count=1)
    page.shows("#fall em", count=0)


def test_the_page_is_as_readable_as_before(room, still):
    lines, _, end, length = without_reply(room.stage, "ChunkedEncodingError")
    room.feed(lines, "de")
    page = still
    page.choose("de")
    page.at_ms(end + 1, length)
    page.shows("#dots [data-lost]", count=1)
    assert page.axe() == []
