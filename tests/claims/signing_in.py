"""A sign-in with a code costs a request to an identity provider, where one with a password hashes.

Passwords are hashed cheaply in the shops that are measured, so a sign-in with one is what is left
of it without its hashing. The hashing alone, as a shop does it, is measured beside them. Codes are
obtained before the clock starts.
"""

import re
import statistics
import time
from functools import partial
from typing import NamedTuple

from shop_rules import passwords
from tests.bench import processes
from tests.bench.report import ratio
from tests.bench.sites import DRIVERS
from tests.contract.identity import IdentityProvider
from tests.contract.steps import PASSWORD, a_customer, accepted, sign_in

from .opened import must, running

TAKES = "2 to 4 minutes"
TIMES, ROUNDS = 20, 5
PROVIDER = re.compile(r"provider;dur=([\d.]+)")  # of a Server-Timing header


def shown():
    stored = passwords.hashed(PASSWORD)
    hashing = statistics.median(seconds(lambda: passwords.matches(stored, PASSWORD))[0])
    yield f"{'hashing a password, alone':42}{hashing * 1000:7.1f} ms"
    for name, (driver, how) in DRIVERS.items():
        with running(driver, **how) as (site, _):
            word, code = measured(site.stage, site.shop)
        yield f"{f'{name}: with a password, less its hashing':42}{said(word)}"
        yield f"{'         with a code':42}{said(code)}  {ratio(code.time, word.time)}"
        yield f"{'         … of which the provider takes':42}{code.provider:7.1f} ms"
        must(word.time < code.time, "The request to the provider costs nothing here.")


def said(way):
    return f"{way.time:7.1f} ms, {way.processor:5.1f} ms of processor time"


class Way(NamedTuple):
    """A sign-in, in milliseconds."""

    time: float  # the median
    processor: float  # of all processes of the stage, each sign-in
    provider: float  # the median of the time until the provider answers


def measured(stage, shop):
    """The two Ways of one person: with a password, and with a code."""
    identity, customer = IdentityProvider(stage.identity["IDENTITY_URL"], shop), a_customer(shop)
    someone = identity.someone()
    body = identity.answer(someone).body
    accepted(customer.post(f"{customer.path}/identities", body), 201)
    words, codes = [], []
    for _ in range(ROUNDS):
        words.append(used(stage, partial(sign_in, shop, customer.email, PASSWORD)))
        answers = iter([identity.answer(someone) for _ in range(TIMES)])
        codes.append(used(stage, lambda answers=answers: identity.sign_in(next(answers))))
    return middle(words), middle(codes)


def middle(ways):
    """The medians of several Ways."""
    return Way(*(statistics.median(each) for each in zip(*ways, strict=True)))


def used(stage, call):
    """A Way: calls TIMES."""
    before = processes.processor(stage)
    took, responses = seconds(call)
    spent = sum(processes.spent(before, processes.processor(stage), TIMES).values())
    found = [PROVIDER.search(each.headers["Server-Timing"]) for each in responses]
    accepted(responses[-1], 201)
    asked = [float(each[1]) for each in found if each]
    return Way(statistics.median(took) * 1000, spent, statistics.median(asked or [0]))


def seconds(call):
    """([seconds of each call], [their results])"""
    took, results = [], []
    for _ in range(TIMES):
        started = time.perf_counter()
        results.append(call())
        took.append(time.perf_counter() - started)
    return took, results
