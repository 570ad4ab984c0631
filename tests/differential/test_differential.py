"""A short form of `make differential`, and that it can find something."""

import pytest

from tests.mutants.patch import Patch, wrong_copy

from . import __main__ as differential
from . import compare
from .compare import Difference
from .plain import Plain

SHORT = 20  # sequences
SEED = 7
FORGETFUL = [
    Patch("stage1-monolith/shop/orders/usecases.py", "        peers.renew_cart(tx, user_id)\n", "")
]


@pytest.fixture(scope="module")
def right():
    with differential.shop_of("1") as shop:
        yield shop


def test_the_stages_answer_the_same(right):
    with differential.shop_of("2") as two, differential.shop_of("3") as three:
        shops = {"1": right, "2": two, "3": three}
        assert differential.play(shops, SHORT, SEED) >= SHORT


def test_a_shop_that_differs_is_found_by_a_short_script(right, tmp_path, monkeypatch):
    monkeypatch.setattr(compare, "EVENTUALLY_SECONDS", 2)  # nothing comes late in a monolith
    wrong_copy(FORGETFUL, ("stage1-monolith", "shared"), tmp_path)
    source = {"source": tmp_path / "stage1-monolith"}
    env = {"env": {"PYTHONPATH": str(tmp_path / "shared")}}
    with differential.shop_of("1", **source, **env) as wrong:
        with pytest.raises(Difference) as found:
            differential.play({"right": right, "wrong": wrong}, 40, SEED)
    steps = [step[0] for step in found.value.script["first"]]
    assert set(steps) <= {"buy", "put_in_cart", "place"} and len(steps) <= 3, found.value


class Answer:
    def __init__(self, body):
        self.status_code, self.headers, self.content, self._body = 200, {}, b"x", body

    def json(self):
        return dict(self._body)


def test_names_take_the_place_of_ids_in_the_order_they_appear():
    one, other = (f"01890a5d-ac96-774b-bcce-b302099a805{digit}" for digit in "78")
    plain = Plain("http://127.0.0.1:1")
    assert plain.answer(Answer({"data": [one, other, one]}))[2] == {
        "data": ["<id 1>", "<id 2>", "<id 1>"]
    }


def test_what_is_hidden_still_differs_from_what_is_not_there():
    plain = Plain("")
    assert plain.answer(Answer({"refresh_token": "x"}))[2] == {"refresh_token": "<refresh_token>"}
    assert plain.answer(Answer({"refresh_token": None}))[2] == {"refresh_token": None}
