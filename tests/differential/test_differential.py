"""A short form of `make differential`, and that it can find something."""

import json

import pytest
from requests.cookies import RequestsCookieJar

from tests.contract.browser import Browser, cookie_name
from tests.contract.steps import a_customer, accepted, claims, refused
from tests.mutants import stage1
from tests.mutants.patch import Patch, wrong_copy

from . import __main__ as differential
from . import compare, scripts, shops, shorten
from .compare import Difference
from .plain import Plain
from .raw import REQUESTS
from .words import GOODS, PEOPLE, STEPS

SHORT = 16  # sequences
SEED = 7
ALL_RAW = {"first": [["send_bytes", name] for name in REQUESTS], "then": []}
FORGETFUL = [
    Patch("stage1-monolith/shop/orders/usecases.py", "        peers.renew_cart(tx, user_id)\n", "")
]
SILENT = stage1.PATCHES["rejection-is-not-told"]


@pytest.fixture(scope="module")
def right():
    with shops.of_stage("1") as shop:
        yield shop


@pytest.fixture(scope="class")
def stages(right):
    with shops.together({name: shops.of_stage(name) for name in "23"}) as others:
        yield {"1": right, **others}


class TestAllStages:
    def test_they_answer_the_same(self, stages):
        assert differential.play(stages, SHORT, SEED) == SHORT
        compare.check(stages, [ALL_RAW], [differential.new_name()])

    def test_one_browser_is_signed_in_at_all_of_them(self, stages):
        """They are one host, and cookies ignore ports: none may overwrite or end another's."""
        jar, browsers, people = RequestsCookieJar(), {}, {}
        for name, (shop, _) in stages.items():
            browsers[name] = Browser(shop, jar)
            people[name] = a_customer(shop)
            accepted(browsers[name].sign_in(people[name]), 201)
        for _ in range(2):
            for name, browser in browsers.items():
                token = accepted(browser.refresh(), 201)["access_token"]
                assert claims(token)["sub"] == people[name].id
        accepted(browsers["2"].sign_out(), 204)
        refused(browsers["2"].refresh(), 401)
        assert {cookie.name for cookie in browsers["1"].jar} == {
            cookie_name(browsers[name]) for name in "13"
        }
        for name in "13":
            accepted(browsers[name].refresh(), 201)


@pytest.mark.parametrize("patches, most", [(FORGETFUL, 3), (SILENT, 2)], ids=["answers", "seen"])
def test_a_shop_that_differs_is_found_by_a_short_script(
    right, tmp_path, monkeypatch, patches, most
):
    monkeypatch.setattr(compare, "EVENTUALLY_SECONDS", 2)  # little comes late in a monolith
    monkeypatch.setattr(shorten, "PATIENCE_SECONDS", 1)
    wrong_copy(patches, ("stage1-monolith", "shared"), tmp_path)
    env = {"PYTHONPATH": str(tmp_path / "shared")}
    with shops.of_stage("1", source=tmp_path / "stage1-monolith", env=env) as wrong:
        with pytest.raises(Difference) as found:
            differential.play({"right": right, "wrong": wrong}, 60, SEED)
    script = found.value.script
    assert sum(len(script[part]) for part in ("first", "then", "search")) <= most, found.value


def test_made_up_scripts_use_every_step_and_can_be_written_down():
    made = differential.made_up(300, SEED)
    used = {step[0] for script in made for part in ("first", "then") for step in script[part]}
    assert used == set(STEPS)
    assert json.loads(json.dumps(made)) == made


def test_the_same_seed_makes_up_the_same_scripts():
    assert differential.made_up(5, SEED) == differential.made_up(5, SEED)
    assert differential.made_up(5, SEED) != differential.made_up(5, SEED + 1)


def test_only_people_and_goods_that_are_named_are_made():
    script = {"first": [["buy", "ada", "lamp", 1, "k1", "pm_card_visa"]], "then": [], "search": []}
    assert {*PEOPLE, *GOODS} & scripts.words_of(script) == {"ada", "lamp"}


class Answer:
    url = "http://127.0.0.1:1/api/v1/products"

    def __init__(self, body, **headers):
        self.status_code, self.content, self._body = 200, b"x", body
        self.headers = {"Content-Type": "application/json", **headers}

    def json(self):
        return dict(self._body)


def test_names_take_the_place_of_ids_in_the_order_they_appear():
    one, other = (f"01890a5d-ac96-774b-bcce-b302099a805{digit}" for digit in "78")
    assert Plain("http://127.0.0.1:1").answer(Answer({"data": [one, other, one]}))[2] == {
        "data": ["<id 1>", "<id 2>", "<id 1>"]
    }


def test_what_is_hidden_still_differs_from_what_is_not_there():
    plain = Plain("")
    assert plain.answer(Answer({"refresh_token": "x"}))[2] == {"refresh_token": "<refresh_token>"}
    assert plain.answer(Answer({"refresh_token": None}))[2] == {"refresh_token": None}


def test_of_an_etag_it_counts_when_it_changes():
    plain = Plain("")
    tags = [plain.answer(Answer({}, ETag=tag))[1]["ETag"] for tag in ("a", "a", "b", "a")]
    assert tags == ["<version 1>", "<version 1>", "<version 2>", "<version 1>"]


def test_how_far_an_order_is_counts_once_it_is_settled():
    order = {"shipping_address": {}, "history": [], "status": "pending", "total": 1}
    answer = Answer({"data": order})
    assert "status" not in Plain("").answer(answer, open_orders=True)[2]["data"]
    assert Plain("").answer(answer, open_orders=False)[2]["data"]["status"] == "pending"


def test_an_order_open_when_its_person_goes_may_lose_its_address_and_no_other_may():
    plain = Plain("")
    plain.may_lose_address.add("one")
    orders = [{"id": "one", "shipping_address": {}}, {"id": "other", "shipping_address": {}}]
    one, other = plain.answer(Answer({"data": orders}))[2]["data"]
    assert one["shipping_address"] != {} and other["shipping_address"] == {}
