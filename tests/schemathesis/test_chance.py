"""What makes a run on a slow day find what it finds on a quick one."""

import time
from types import SimpleNamespace

import pyotp
import pytest
from schemathesis.generation.meta import TestPhase

from shop_rules import one_time_codes

from .chance import Chance
from .people import ON_ITS_WAY, Someone


def case(number, phase=TestPhase.FUZZING):
    return SimpleNamespace(
        operation=SimpleNamespace(definition=SimpleNamespace(raw={"operationId": "remove_mfa"})),
        meta=SimpleNamespace(phase=SimpleNamespace(name=phase)),
        path_parameters={"user_id": number},
        query={},
        headers={},
        body={},
    )


def kindness(chance, **how):
    found = []
    for number in range(100):
        chance.throw(case(number, **how))
        found.append(chance.is_kind())
    return found


def test_an_operation_is_helped_until_it_has_succeeded_and_then_nearly_always():
    chance = Chance(seed=1)
    assert all(kindness(chance))
    chance.note_success(case(0))
    assert 0 < kindness(chance).count(False) < 50
    assert kindness(chance) == kindness(chance)
    assert all(kindness(chance, phase=TestPhase.STATEFUL))


@pytest.mark.parametrize("second", range(30))
def test_a_code_still_works_when_it_comes_a_little_later(monkeypatch, second):
    secret, now = one_time_codes.new_secret(), 1_700_000_010 + second
    person = Someone(None, "id", "ada@example.org", "secret")
    person.totp, last = pyotp.TOTP(secret), -1
    for _ in ("to switch it on", "to switch it off"):
        monkeypatch.setattr(time, "time", lambda: now)
        code = person.code()
        for late in (0, ON_ITS_WAY - 1):
            monkeypatch.setattr(time, "time", lambda late=late: now + late)
            step = one_time_codes.step_of(secret, code, last)
            assert step
        last = step
