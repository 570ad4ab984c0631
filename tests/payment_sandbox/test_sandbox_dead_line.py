"""Charged, then the line went dead."""


def test_a_dead_line_charges_and_never_answers(sandbox, no_answer):
    intent = sandbox.an_intent()
    sandbox.switch(dead_line={"calls": ["confirm"], "times": 1})
    no_answer(lambda: sandbox.confirm(intent, key="dead-confirm"))
    paid = sandbox.read(intent)
    assert (paid["status"], paid["amount_received"]) == ("succeeded", 1000)
    again = sandbox.confirm(intent, key="dead-confirm")
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.json()["latest_charge"] == paid["latest_charge"]["id"]
    assert sandbox.count("charges", intent=intent["id"]) == 1


def test_a_dead_line_reaches_every_kind_of_call(sandbox, no_answer):
    paid, unpaid = sandbox.a_payment(), sandbox.an_intent()
    sandbox.switch(dead_line=True)
    no_answer(lambda: sandbox.create(key="dead-create"))
    no_answer(lambda: sandbox.cancel(unpaid))
    no_answer(lambda: sandbox.refund(paid))
    no_answer(lambda: sandbox.read(paid))
    no_answer(lambda: sandbox.confirm(unpaid, "pm_card_nobody"))
    sandbox.switch(dead_line=False)
    assert sandbox.create(key="dead-create").headers["Idempotent-Replayed"] == "true"
    assert sandbox.read(unpaid)["status"] == "canceled"
    assert sandbox.read(paid)["latest_charge"]["refunded"] is True


def test_a_call_that_was_not_let_in_leaves_the_dead_line_for_the_next(sandbox, no_answer):
    sandbox.switch(dead_line={"times": 1}, refuse={"value": 500, "times": 1})
    assert sandbox.create().status_code == 500
    no_answer(sandbox.create)
