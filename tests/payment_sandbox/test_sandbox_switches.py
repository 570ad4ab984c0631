import pytest
import requests

OFF = dict.fromkeys(["latency_ms", "decline_all", "outage", "dead_line", "refuse"])


def test_switches_are_off_until_turned_on_and_keep_each_other(sandbox):
    assert sandbox.switches_off() == OFF
    long_form = {"value": 20, "calls": None, "times": None}
    assert sandbox.switch(latency_ms=20) == OFF | {"latency_ms": long_form}
    narrow = {"value": True, "calls": ["confirm", "refund"], "times": 2}
    state = sandbox.switch(dead_line={"calls": ["confirm", "refund"], "times": 2})
    assert state == OFF | {"latency_ms": long_form, "dead_line": narrow}
    assert requests.get(sandbox.url + "/sandbox/switches", timeout=30).json() == state
    assert sandbox.switch(latency_ms=0, dead_line=False) == OFF


@pytest.mark.parametrize(
    "wanted",
    [
        {"nonsense": True},
        {"latency_ms": True},
        {"latency_ms": {}},
        {"latency_ms": -1},
        {"latency_ms": 60_001},
        {"refuse": 404},
        {"outage": 1},
        {"outage": {"calls": ["charge"]}},
        {"outage": {"calls": []}},
        {"outage": {"calls": "confirm"}},
        {"outage": {"times": 0}},
        {"outage": {"times": "2"}},
        {"outage": {"until": 3}},
        [],
        "outage",
    ],
)
def test_a_senseless_setting_changes_nothing(sandbox, refused, wanted):
    wanted = {"decline_all": True} | wanted if isinstance(wanted, dict) else wanted
    refused(requests.post(sandbox.url + "/sandbox/switches", json=wanted, timeout=30), 400)
    assert requests.get(sandbox.url + "/sandbox/switches", timeout=30).json() == OFF


def test_latency_delays_the_named_calls(sandbox):
    intent = sandbox.an_intent()
    sandbox.switch(latency_ms={"value": 3000, "calls": ["confirm"], "times": 1})
    with pytest.raises(requests.ReadTimeout):
        sandbox.confirm(intent, timeout=0.3)
    assert sandbox.read(intent)["status"] == "requires_payment_method"


def test_decline_all_declines_every_confirm(sandbox, refused):
    sandbox.switch(decline_all={"times": 2})
    intent = sandbox.an_intent()
    declined = {"type": "card_error", "decline_code": "generic_decline"}
    refused(sandbox.confirm(intent), 402, **declined)
    refused(sandbox.create(payment_method="pm_card_visa", confirm="true"), 402, **declined)
    assert sandbox.confirm(intent).json()["status"] == "succeeded"


def test_an_outage_answers_503_and_does_nothing(sandbox, refused):
    intent = sandbox.an_intent()
    sandbox.switch(outage=True)
    for call in (sandbox.create, lambda: sandbox.confirm(intent), lambda: sandbox.cancel(intent)):
        refused(call(), 503, type="api_error")
    refused(sandbox.get("/v1/payment_intents"), 503, type="api_error")
    assert requests.get(sandbox.url + "/health", timeout=30).status_code == 200
    sandbox.switch(outage=False)
    assert sandbox.read(intent) == intent


def test_an_outage_of_some_calls_spares_the_others(sandbox):
    paid = sandbox.a_payment()
    sandbox.switch(outage={"calls": ["refund"]})
    assert sandbox.refund(paid).status_code == 503
    assert sandbox.create().status_code == 200


@pytest.mark.parametrize("status", [409, 429, 500])
def test_a_refusal_does_nothing_and_uses_no_key_up(sandbox, refused, status):
    intent = sandbox.an_intent()
    sandbox.switch(refuse={"value": status, "calls": ["confirm"], "times": 1})
    refused(sandbox.confirm(intent, key=f"refused-{status}"), status)
    assert sandbox.read(intent) == intent
    answer = sandbox.confirm(intent, key=f"refused-{status}")
    assert (answer.status_code, "Idempotent-Replayed" in answer.headers) == (200, False)


def test_a_switch_used_at_once_works_exactly_so_many_times(sandbox, at_once):
    sandbox.switch(outage={"calls": ["create"], "times": 3})
    statuses = [answer.status_code for answer in at_once(*[sandbox.create] * 8)]
    assert sorted(statuses) == [200] * 5 + [503] * 3
