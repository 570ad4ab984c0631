import html
import json
import re

import pytest
import requests

from payment_sandbox.app import create_app


def test_the_calls_of_the_shop_can_be_looked_at(sandbox, no_answer):
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    intent = sandbox.create(key="looked-at").json()
    sandbox.switch(dead_line=True)
    no_answer(lambda: sandbox.confirm(intent, "pm_card_nobody", headers={"traceparent": trace}))
    calls = requests.get(sandbox.url + "/sandbox/requests", timeout=30).json()["requests"]
    path = "/v1/payment_intents"
    assert calls[-2:] == [
        {
            "call": "create",
            "method": "POST",
            "path": path,
            "idempotency_key": "looked-at",
            "traceparent": None,
            "status": 200,
            "answered": True,
        },
        {
            "call": "confirm",
            "method": "POST",
            "path": f"{path}/{intent['id']}/confirm",
            "idempotency_key": None,
            "traceparent": trace,
            "status": 400,
            "answered": False,
        },
    ]


def test_the_front_page_shows_switches_that_work(sandbox):
    page = html.unescape(requests.get(sandbox.url + "/", timeout=30).text)
    lines = re.findall(r"curl -H '.*' -d '(.*)' (\S+)</pre>", page)
    shown = {}
    for setting, url in lines:
        assert url == sandbox.url + "/sandbox/switches"
        shown |= json.loads(setting)
    state = sandbox.switch(**shown)
    assert all(state.values())
    assert set(re.findall(r"https?://[^/\s<]+", page)) == {sandbox.url}


def test_switches_are_for_this_machine_only(tmp_path):
    app = create_app({"DATA": str(tmp_path), "PAYMENT_KEY": "sk_test_1"})
    from_elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    for path in ("/sandbox/switches", "/sandbox/requests"):
        answer = app.test_client().get(path, environ_base=from_elsewhere)
        assert answer.status_code == 403
        assert app.test_client().get(path).status_code == 200


@pytest.mark.parametrize("missing", ["DATA", "PAYMENT_KEY"])
def test_it_does_not_start_without_its_settings(tmp_path, missing):
    environment = {"DATA": str(tmp_path), "PAYMENT_KEY": "sk_test_1"} | {missing: ""}
    with pytest.raises(RuntimeError, match=missing):
        create_app(environment)
