"""The short form for stage 3."""

import pytest

from . import elsewhere, kills, points, restarted, together, troubles
from . import functions as harm

SOME_POINTS = [
    ("raise", "place_order:after-commit"),
    ("exit", "cancel_order:before-commit"),
    ("conflict", "database.write:sent"),
]
# Only those of streams: a queue redelivers after a minute, so its points wait for `make verify`.
AFTER_THE_ANSWER = ["relay_orders:end", "note_stock:begin", "person_forgotten:before-commit"]
SOME_RESTARTS = ["door killed", "aws frozen for 5 s"]
SOME_HARM = [harm.kill_hosts, harm.tell_again]


@pytest.mark.parametrize("act, point", SOME_POINTS)
def test_what_was_asked_for_is_done_once_though_a_function_breaks_off_at(functions, act, point):
    points.break_off_at(point, act, functions)


def test_what_follows_an_answer_is_done_though_functions_break_off_everywhere(functions):
    together.break_off_together(AFTER_THE_ANSWER, "raise", functions)


@pytest.mark.parametrize("harm", SOME_HARM, ids=lambda harm: harm.__name__)
def test_the_books_balance_under_load_whatever_is_done_to_functions(functions_market, harm):
    kills.under_load(harm, functions_market, f"short {harm.__name__}")


def test_nobody_pays_twice_when_the_line_goes_dead_after_the_charge(functions):
    troubles.suffer(troubles.the_line_goes_dead_when_it_has_charged, functions)


@pytest.mark.parametrize("name", SOME_RESTARTS)
def test_every_bound_is_kept_after_it_was(functions, name):
    restarted.restart(name, restarted.acts("3", functions.parts)[name], functions)


def test_nobody_is_another_after_all_hosts_are_killed_during_sign_ins(functions):
    elsewhere.kill("shop", "short", elsewhere.Crowd(functions))
