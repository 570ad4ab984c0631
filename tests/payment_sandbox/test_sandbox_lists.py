import pytest


def test_pages_show_every_intent_once_newest_first(sandbox):
    made = [sandbox.an_intent(amount=100 + n)["id"] for n in range(7)]
    seen, after = [], {}
    for _ in range(3):
        page = sandbox.get("/v1/payment_intents", limit=3, **after).json()
        assert (page["object"], page["url"]) == ("list", "/v1/payment_intents")
        seen += [intent["id"] for intent in page["data"]]
        after = {"starting_after": seen[-1]}
    assert seen[: len(made)] == made[::-1]


def test_only_the_last_page_has_no_more(sandbox):
    paid = sandbox.a_payment()
    wanted = {"payment_intent": paid["id"], "limit": 2}
    made = [sandbox.refund(paid, 10).json()["id"] for _ in range(4)][::-1]
    pages = [sandbox.get("/v1/refunds", **wanted).json()]
    for last_seen in (made[1], made[3]):
        pages.append(sandbox.get("/v1/refunds", **wanted, starting_after=last_seen).json())
    assert [[refund["id"] for refund in page["data"]] for page in pages] == [made[:2], made[2:], []]
    assert [page["has_more"] for page in pages] == [True, False, False]


def test_a_list_shows_charges_when_asked(sandbox):
    paid, unpaid = sandbox.a_payment(), sandbox.an_intent()
    plain = sandbox.get("/v1/payment_intents", limit=2).json()["data"]
    assert [intent["latest_charge"] for intent in plain] == [None, paid["latest_charge"]]
    wanted = {"limit": 2, "expand[]": "data.latest_charge"}
    expanded = sandbox.get("/v1/payment_intents", **wanted).json()["data"]
    assert expanded == [unpaid, sandbox.read(paid)]


@pytest.mark.parametrize(
    "wanted, param",
    [
        ({"limit": 0}, "limit"),
        ({"limit": 101}, "limit"),
        ({"limit": "many"}, "limit"),
        ({"starting_after": "pi_nobody"}, "starting_after"),
        ({"expand[]": "latest_charge"}, "expand"),
        ({"page": 2}, "page"),
    ],
)
def test_a_bad_page_is_refused(sandbox, refused, wanted, param):
    refused(sandbox.get("/v1/payment_intents", **wanted), 400, param=param)
