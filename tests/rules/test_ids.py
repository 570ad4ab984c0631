import re
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_rules import ids, times

UUIDS = st.uuids().map(str)


def test_a_new_id_is_a_version_7_uuid_in_lower_case():
    for _ in range(200):
        made = uuid.UUID(ids.new_id())
        assert (made.version, made.variant) == (7, uuid.RFC_4122)
        assert str(made) == str(made).lower()


def test_ids_of_later_milliseconds_sort_later(clock):
    made = []
    for _ in range(50):
        made.append(ids.new_id())
        clock.move(0.002)
    assert made == sorted(made)


def test_ids_of_one_millisecond_differ(monkeypatch):
    monkeypatch.setattr("time.time_ns", lambda: 1_800_000_000_123_456_789)
    made = {ids.new_id() for _ in range(500)}
    assert len(made) == 500


@pytest.mark.parametrize("millisecond", [123, 124])
def test_created_at_is_the_millisecond_the_id_was_made_in(monkeypatch, millisecond):
    monkeypatch.setattr("time.time_ns", lambda: 1_795_173_820_000_999_999 + millisecond * 10**6)
    made = {ids.created_at(ids.new_id()) for _ in range(50)}
    assert made == {f"2026-11-20T11:23:40.{millisecond}Z"}


@given(st.integers(0, 253_402_300_799_999))
def test_created_at_reads_any_millisecond_up_to_the_year_9999(milliseconds):
    an_id = str(uuid.UUID(int=milliseconds << 80))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", ids.created_at(an_id))


def test_ids_made_from_a_time_on_are_not_less_than_the_first_of_that_time(clock):
    clock.stand_at(1_800_000_000.5)
    before, first = ids.new_id(), ids.first_at(times.after(1))
    clock.move(1)
    assert before < first <= ids.new_id()
    assert ids.created_at(first) > ids.created_at(before)


@given(UUIDS)
def test_a_well_formed_id_is_left_as_it_is(an_id):
    assert ids.known_form(an_id) == an_id


@given(UUIDS, st.integers(0, 35), st.characters())
def test_an_id_with_a_wrong_character_is_the_nil_id(an_id, place, character):
    text = an_id[:place] + character + an_id[place + 1 :]
    right = character in ("-" if an_id[place] == "-" else "0123456789abcdef")
    assert ids.known_form(text) == (text if right else ids.NIL)


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "1",
        "me",
        "0197A9B8-0000-7000-8000-000000000000",
        "0197a9b8000070008000000000000000",
        "{0197a9b8-0000-7000-8000-000000000000}",
        "0197a9b8-0000-7000-8000-000000000000\n",
        " 0197a9b8-0000-7000-8000-000000000000",
        "٠197a9b8-0000-7000-8000-000000000000",
    ],
)
def test_another_spelling_of_an_id_is_the_nil_id(wrong):
    assert ids.known_form(wrong) == ids.NIL


def test_the_nil_id_is_well_formed_and_no_new_one():
    assert ids.NIL == str(uuid.UUID(int=0))
    assert ids.new_id() != ids.NIL
