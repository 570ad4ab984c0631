"""The saga stepper: its states and steps are the code's, and each fault ends as the course says."""

import json

import pytest

from shop_rules import orders as rules
from tests.contract.books import NEXT

from . import code_of_saga as code
from .site import ROOT

DATA = json.loads((ROOT / "docs/javascripts/play/saga.json").read_text("utf-8"))
STEPS = {one["id"]: dict(one["program"]) for one in DATA["variants"]}
BOTH = ("full", "one")  # what the shop does: stage 2 and stage 1
STOCK, MONEY, FINAL, NOTIFICATIONS = "Stock", "Money", "Final states", "Notifications"


def test_an_order_has_the_statuses_of_the_rules():
    order = DATA["order"]
    assert order["statuses"] == list(rules.STATUSES) and order["open"] == list(rules.OPEN)
    assert order["notices"] == {
        status: rules.notification(status)[0] for _, status in order["saga"]
    }
    assert order["reasons"] == {
        "refused": rules.OUT_OF_STOCK,
        "declined": rules.REASONS["declined"],
    }


def test_an_order_moves_as_in_the_contract_and_in_the_code():
    assert {tuple(move) for move in DATA["order"]["saga"]} == code.order_moves()
    assert {to for was, to in DATA["order"]["saga"]} == NEXT[rules.PENDING]


def test_a_reservation_moves_as_in_inventory():
    known = DATA["reservation"]
    assert set(known["states"]) == code.reservation_states()
    assert known["begins"] == [code.first_reservation()]
    found = code.reservation_moves()
    assert known["moves"] == {step: list(found[step]) for step in ("reserve", "sell", "release")}


def test_a_payment_has_the_statuses_of_the_code():
    assert {DATA["payment"]["begins"], *DATA["payment"]["ends"]} <= code.payment_statuses()


def test_the_full_saga_makes_the_calls_of_stage_2_in_their_sequence():
    assert [step for step in STEPS["full"]["Worker"] if step != "take_up"] == code.worker_steps()
    assert [step for step in STEPS["full"]["Request"] if step != "answer"] == code.request_steps()


def test_the_one_transaction_is_that_of_stage_1():
    found = {name: code.peers_of_stage_1(name) for name in ("place", "_confirm", "_reject")}
    assert found == {
        "place": ["locked_cart", "reserve", "begin_payment", "renew_cart"],
        "_confirm": ["sell", "record_payment"],
        "_reject": ["release", "record_payment"],
    }
    lanes = {"cart": "cart", "reserve": "inventory", "sell": "inventory", "release": "inventory"}
    lanes |= {"begin_payment": "payments", "record_payment": "payments", "renew_cart": "cart"}
    for name, step in {
        "place": "place_all",
        "_confirm": "confirm_all",
        "_reject": "reject_all",
    }.items():
        shown = set(DATA["steps"][step]["lane"]) - {"orders", "notifications"}
        assert shown == {lanes[peer] for peer in found[name] if peer in lanes}


def test_the_books_are_those_of_the_glossary():
    lines = (ROOT / "docs/glossary.md").read_text("utf-8").splitlines()
    named = [f"{number}. **{name}.**" for number, name in enumerate(DATA["books"], start=1)]
    assert all(any(line.startswith(name) for line in lines) for name in named)


WALK = """({begin, act, next, books, may}, {data, variant, card, stock, faults}) => {
  // faults: [[step of the whole walk, action]]
  let world = begin(data, {variant, card, stock}), steps = 0
  const path = [], at = new Map(faults)
  for (; steps < 100; steps++) {
    const step = next(data, world)
    if (step === null && at.get("end") !== "again") break
    if (step === null) { at.delete("end"); world = act(data, world, "again"); continue }
    const action = at.get(steps) ?? "step"
    if (action !== "step") at.delete(steps)
    path.push(step)
    world = act(data, world, may(data, world, action) ? action : "step")
  }
  return {
    path, steps, orders: world.orders, client: world.client, stock: world.stock,
    captured: world.captured.length, notices: world.notices.length,
    red: books(data, world).filter(({state}) => state !== "balanced").map(({name}) => name),
  }
}"""


@pytest.fixture(scope="module")
def walk(model):
    def walked(variant, *faults, card="accepted", stock=6):
        given = {"data": DATA, "variant": variant, "card": card, "stock": stock}
        return model("saga-machine.js", WALK, {**given, "faults": faults})

    return walked


def at(walk, variant, step, action, again=False, **more):
    """The end of a walk with one fault at the last occurrence of that step."""
    path = walk(variant, **more)["path"]
    place = len(path) - 1 - path[::-1].index(step)
    return walk(variant, [place, action], *([["end", "again"]] if again else []), **more)


@pytest.mark.parametrize("variant", STEPS)
def test_without_a_fault_each_variant_ends_well(variant, walk):
    end = walk(variant)
    assert (end["red"], end["captured"], end["notices"], end["client"]) == ([], 1, 1, "201")
    assert [order["status"] for order in end["orders"]] == ["confirmed"]
    assert end["stock"] == {"available": 4, "reserved": 0, "sold": 2}


def test_the_naive_checkout_loses_stock_and_money(walk):
    held = at(walk, "naive", "charge", "crash")  # it dies after reserve
    assert (held["stock"]["reserved"], held["orders"], held["red"]) == (2, [], [STOCK])
    paid = at(walk, "naive", "sell", "crash")  # it dies after charge
    assert (paid["captured"], paid["orders"], paid["red"]) == (1, [], [STOCK, MONEY])
    retried = at(walk, "naive", "sell", "crash", again=True)
    assert (retried["captured"], len(retried["orders"]), retried["stock"]["reserved"]) == (2, 1, 2)
    assert retried["red"] == [STOCK, MONEY]
    assert at(walk, "naive", "charge", "lose", again=True)["captured"] == 2
    assert at(walk, "naive", "charge", "twice")["red"] == [MONEY]
    assert at(walk, "naive", "notify", "twice")["red"] == [NOTIFICATIONS]
    assert walk("naive", card="declined")["red"] == [STOCK]


def test_keys_help_a_client_that_comes_back(walk):
    for action in ("crash", "lose"):
        assert at(walk, "keys", "charge", action)["red"] != []
        assert at(walk, "keys", "charge", action, again=True)["red"] == []
    for step in ("reserve", "charge", "sell", "notify"):
        assert at(walk, "keys", step, "twice")["red"] == []
    assert at(walk, "keys", "answer", "lose", again=True, card="declined")["red"] == [STOCK]


def test_an_outbox_survives_crashes_but_not_a_worker_that_gives_up(walk):
    length = walk("outbox")["steps"]
    assert all(walk("outbox", [place, "crash"])["red"] == [] for place in range(length))
    lost = at(walk, "outbox", "charge", "lose")
    assert lost["red"] == [MONEY, FINAL] and lost["orders"][0]["status"] == "pending"
    assert walk("outbox", card="declined")["red"] == [STOCK]


ALL = """async ({begin, act, next, books, may, open}, {data, variants}) => {
  // The ends of all walks with up to two faults: that many, and those that do not balance.
  const wrong = []
  let ends = 0
  const walk = (world, left, told) => {
    for (let steps = 0; next(data, world) !== null; steps++) {
      if (steps > 100) return wrong.push(told.concat("never ends"))
      if (left) for (const action of ["crash", "lose", "twice", "again"])
        if (may(data, world, action))
          walk(act(data, world, action), left - 1, told.concat(`${action} ${next(data, world)}`))
      world = act(data, world, "step")
    }
    ends += 1
    const status = world.orders.map((order) => order.status).join()
    const fine = ["confirmed", "rejected", ""].includes(status)
    const off = books(data, world).filter(({state}) => state !== "balanced")
    if (!fine || off.length) wrong.push(told.concat(status))
    if (left) walk(act(data, world, "again"), left - 1, told.concat("again at rest"))
  }
  for (const variant of variants)
    for (const card of ["accepted", "declined"])
      for (const stock of [6, 1])
        walk(begin(data, {variant, card, stock}), 2, [variant, card, stock])
  return {ends, wrong}
}"""


def test_what_the_shop_does_balances_after_each_pair_of_faults(model):
    found = model("saga-machine.js", ALL, {"data": DATA, "variants": BOTH})
    assert found["wrong"] == [] and found["ends"] > 1000
    assert model("saga-machine.js", ALL, {"data": DATA, "variants": ["outbox"]})["wrong"] != []


def test_a_reader_steps_crashes_and_goes_back(visit):
    page = visit("saga")
    page.press("Step", "Step", "Step", "Crash orders", "Step")
    page.sees("2 books do not balance")
    page.press("Client sends again", *["Step"] * 8)
    page.sees("2 books do not balance")
    page.press("Back")
    page.sees("Next: Answer the client.")
    page.choose("Full saga")
    page.sees("Next: Read the cart.")


def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(visit):
    page = visit("saga")
    page.choose("Full saga")
    page.press("Step", "Step", "Step, lose the reply", "Step", "Crash orders")
    assert page.clean() == []
