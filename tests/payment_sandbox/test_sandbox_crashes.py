import itertools
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
import requests

BROKEN = (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)
EXIT_WITHIN = 30  # seconds


def test_after_a_kill_under_load_every_answer_still_holds(own_sandbox):
    answered, numbers = [], itertools.count(1)

    def buy():
        """Until the process is gone."""
        while True:
            n = next(numbers)
            created = said(own_sandbox.create, 100 + n, key=f"create-{n}")
            if n % 4 == 0:
                said(own_sandbox.cancel, created, key=f"cancel-{n}")
                continue
            paid = said(own_sandbox.confirm, created, key=f"confirm-{n}")
            if n % 3 == 0:
                said(own_sandbox.refund, paid, 50, key=f"refund-{n}")

    def said(call, *arguments, key):
        answer = call(*arguments, key=key)
        assert answer.status_code == 200, answer.text
        answered.append((call, arguments, key, answer.json()))
        if len(answered) == 100:
            own_sandbox.kill()
        return answer.json()

    with ThreadPoolExecutor(4) as pool:
        buyers = [pool.submit(buy) for _ in range(4)]
    assert all(isinstance(buyer.exception(), BROKEN) for buyer in buyers)

    own_sandbox.start()
    for call, arguments, key, body in answered:
        again = call(*arguments, key=key)
        assert again.json() == body
        assert again.headers["Idempotent-Replayed"] == "true"
    check_ledger(own_sandbox, answered)


def check_ledger(sandbox, answered):
    """Intents, charges and refunds tell the same story as each other and as the answers."""
    intents = {intent["id"]: intent for intent in everything(sandbox, "/v1/payment_intents")}
    refunded = dict.fromkeys(intents, 0)
    for refund in everything(sandbox, "/v1/refunds"):
        refunded[refund["payment_intent"]] += refund["amount"]
    for intent in intents.values():
        charge = intent["latest_charge"] or {"amount_captured": 0, "amount_refunded": 0}
        assert charge["amount_captured"] == intent["amount_received"]
        assert charge["amount_refunded"] == refunded[intent["id"]]
        expected = {"succeeded": intent["amount"]}.get(intent["status"], 0)
        assert intent["amount_received"] == expected
    for _call, _arguments, _key, body in answered:
        if body["object"] == "payment_intent" and body["status"] != "requires_payment_method":
            assert intents[body["id"]]["status"] == body["status"]
        assert body.get("payment_intent", body["id"]) in intents


def everything(sandbox, path):
    expand = {"expand[]": "data.latest_charge"} if path.endswith("intents") else {}
    page = sandbox.get(path, limit=100, **expand).json()
    yield from page["data"]
    while page["has_more"]:
        after = page["data"][-1]["id"]
        page = sandbox.get(path, limit=100, starting_after=after, **expand).json()
        yield from page["data"]


@pytest.mark.parametrize("moment", ["before-commit", "after-commit"])
def test_a_crash_at_a_commit_has_done_all_or_nothing(own_sandbox, no_answer, moment):
    intent = own_sandbox.an_intent()
    calls = {
        "confirm": lambda: own_sandbox.confirm(intent, key="confirm"),
        "refund": lambda: own_sandbox.refund(intent, key="refund"),
    }
    for name, call in calls.items():
        (own_sandbox.data / "crash-at").write_text(f"sandbox.{name}:{moment}")
        no_answer(call)
        own_sandbox.process.wait(EXIT_WITHIN)
        own_sandbox.restart()
        answer = call()
        assert answer.status_code == 200
        assert ("Idempotent-Replayed" in answer.headers) == (moment == "after-commit")
    assert own_sandbox.read(intent)["latest_charge"]["amount_refunded"] == 1000
    assert own_sandbox.count("charges", intent=intent["id"]) == 1
    assert own_sandbox.count("refunds", intent=intent["id"]) == 1


def test_a_worker_left_over_from_before_shares_the_ledger(own_sandbox, at_once):
    another = type(own_sandbox)(own_sandbox.log.parent).start()
    try:
        both = [own_sandbox, another] * 4
        for n in range(5):
            intent = own_sandbox.an_intent()
            answers = at_once(*[partial(one.confirm, intent, key=f"both-{n}") for one in both])
            assert {(answer.status_code, answer.content) for answer in answers} == {
                (200, answers[0].content)
            }
            assert own_sandbox.count("charges", intent=intent["id"]) == 1
    finally:
        another.kill()


def test_switches_and_what_is_left_of_them_outlive_a_kill(own_sandbox):
    own_sandbox.switch(outage={"calls": ["create"], "times": 2}, latency_ms=5)
    assert own_sandbox.create().status_code == 503
    own_sandbox.restart()
    state = requests.get(own_sandbox.url + "/sandbox/switches", timeout=30).json()
    assert state["outage"] == {"value": True, "calls": ["create"], "times": 1}
    assert state["latency_ms"]["value"] == 5
    assert [own_sandbox.create().status_code for _ in range(2)] == [503, 200]
