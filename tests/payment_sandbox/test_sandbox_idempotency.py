import itertools

import pytest

number = itertools.count(1)


@pytest.fixture
def key():
    return f"key-{next(number)}"


def test_the_same_key_gives_the_stored_answer(sandbox, key):
    first = sandbox.create(key=key)
    again = sandbox.create(key=key)
    assert (again.status_code, again.content) == (200, first.content)
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"


def test_the_stored_answer_stays_as_it_was_when_the_intent_moves_on(sandbox, key):
    first = sandbox.create(key=key)
    sandbox.confirm(first.json())
    assert sandbox.create(key=key).content == first.content


def test_without_a_key_every_request_is_a_new_one(sandbox):
    assert sandbox.an_intent()["id"] != sandbox.an_intent()["id"]


def test_a_decline_is_kept_like_any_answer(sandbox, key):
    intent = sandbox.an_intent()
    first = sandbox.confirm(intent, "pm_card_chargeDeclined", key=key)
    again = sandbox.confirm(intent, "pm_card_chargeDeclined", key=key)
    assert (again.status_code, again.content) == (402, first.content)
    assert sandbox.count("charges", intent=intent["id"]) == 1


def test_a_refund_repeated_with_its_key_is_one_refund(sandbox, key):
    paid = sandbox.a_payment()
    first, again = sandbox.refund(paid, 100, key=key), sandbox.refund(paid, 100, key=key)
    assert again.json() == first.json()
    assert sandbox.read(paid)["latest_charge"]["amount_refunded"] == 100


def test_other_parameters_under_the_same_key_are_refused(sandbox, refused, key):
    first = sandbox.create(1000, key=key).json()
    refused(sandbox.create(1001, key=key), 400, type="idempotency_error")
    refused(sandbox.confirm(first, key=key), 400, type="idempotency_error")
    assert sandbox.read(first) == first


def test_refused_parameters_use_no_key_up(sandbox, refused, key):
    refused(sandbox.create("nothing", key=key), 400, param="amount")
    assert sandbox.create(key=key).status_code == 200


def test_a_key_is_at_most_255_characters(sandbox, refused):
    assert sandbox.create(key="a" * 255).status_code == 200
    refused(sandbox.create(key="a" * 256), 400, type="invalid_request_error")


def test_eight_creates_at_once_with_one_key_are_one_intent(sandbox, at_once, key):
    answers = at_once(*[lambda: sandbox.create(key=key)] * 8)
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert sum("Idempotent-Replayed" in answer.headers for answer in answers) == 7


def test_eight_confirms_at_once_with_one_key_are_one_charge(sandbox, at_once, key):
    intent = sandbox.an_intent()
    answers = at_once(*[lambda: sandbox.confirm(intent, key=key)] * 8)
    assert {(answer.status_code, answer.content) for answer in answers} == {
        (200, answers[0].content)
    }
    assert sandbox.count("charges", intent=intent["id"]) == 1


def test_eight_confirms_at_once_without_a_key_are_one_charge_too(sandbox, at_once):
    intent = sandbox.an_intent()
    answers = at_once(*[lambda: sandbox.confirm(intent)] * 8)
    assert sorted(answer.status_code for answer in answers) == [200] + [400] * 7
    assert sandbox.count("charges", intent=intent["id"]) == 1
