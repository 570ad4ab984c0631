"""The acts on sign-ins with an identity provider.

A state that was used is used, even if the shop died before it signed anyone in: then the person
begins again, and is the same person.
"""

import time

import pyotp

from tests.contract.identity import IdentityProvider
from tests.contract.steps import a_customer, accepted

from .acts import reaches, same
from .insist import data, insist, insist_on

STEP = 30  # seconds for which a one-time code is current


def _provider(site):
    return IdentityProvider(site.stage.identity["IDENTITY_URL"], site.shop)


def _identities(person):
    return accepted(person.get(f"{person.path}/identities"))


def _begins_again(provider, someone):
    """The person, who has one account and is linked with it once."""
    person = provider.signed_in(someone)
    same([each["subject"] for each in _identities(person)], [someone.subject])
    same(provider.signed_in(someone).id, person.id)
    return person


@reaches("begin_authorization")
def beginning_to_sign_in_elsewhere(site, committed):
    provider = _provider(site)
    someone = provider.someone()
    yield "shop"
    begun = data(insist_on(provider.begun, 201))
    yield
    accepted(provider.sign_in(provider.consent(begun["authorization_url"], someone)), 201)


@reaches("take_authorization")
def taking_a_state(site, committed):
    provider = _provider(site)
    someone = provider.someone()
    answer = provider.answer(someone)
    yield "shop"
    insist_on(lambda: provider.sign_in(answer), 401 if committed else 201)
    yield
    _begins_again(provider, someone)


@reaches("identity.token", "sign_up_elsewhere")
def signing_up_elsewhere(site, committed):
    provider = _provider(site)
    someone = provider.someone()
    answer = provider.answer(someone)
    yield "shop"
    insist_on(lambda: provider.sign_in(answer), 401)
    yield
    _begins_again(provider, someone)


@reaches("sign_in_elsewhere")
def signing_in_elsewhere(site, committed):
    provider = _provider(site)
    someone = provider.someone()
    before, answer = provider.signed_in(someone), provider.answer(someone)
    yield "shop"
    insist_on(lambda: provider.sign_in(answer), 401)
    yield
    same(_begins_again(provider, someone).id, before.id)


@reaches("give_authorization_back")
def signing_in_while_the_provider_fails(site, committed):
    provider = _provider(site)
    someone = provider.someone(lie="down")  # once
    answer = provider.answer(someone)
    yield "shop"
    insist_on(lambda: provider.sign_in(answer), 201 if committed else 401)
    yield
    _begins_again(provider, someone)


def _with_second_factor(provider):
    """(someone, the customer, codes): the second factor is on."""
    someone, customer = provider.someone(), a_customer(provider.shop)
    path, answer = f"{customer.path}/identities", provider.answer(someone)
    accepted(customer.post(path, answer.body), 201)
    begun = accepted(customer.post(f"{customer.path}/mfa"), 201)
    codes = pyotp.parse_uri(begun["otpauth_uri"])
    accepted(customer.put(f"{customer.path}/mfa", {"otp": codes.at(time.time())}), 204)
    return someone, customer, codes


def _with_code(site, right):
    provider = _provider(site)
    someone, customer, codes = _with_second_factor(provider)
    answer, code = provider.answer(someone), codes.at(time.time() + STEP)
    yield "shop"
    signed_in = insist_on(lambda: provider.sign_in(answer, otp=code), right)
    yield
    if right == 201:
        accepted(customer.get(customer.path, token=data(signed_in)["access_token"]))
    same(provider.sign_in(answer, otp=code).status_code, 401)


@reaches("remember_subject")
def being_asked_for_a_code(site, committed):
    return _with_code(site, 201 if committed else 401)


@reaches("sign_in_with_code")
def signing_in_elsewhere_with_a_code(site, committed):
    return _with_code(site, 401 if committed else 201)


@reaches("link_identity")
def linking_an_identity(site, committed):
    provider = _provider(site)
    someone, customer = provider.someone(), a_customer(site.shop)
    path, answer = f"{customer.path}/identities", provider.answer(someone)
    yield "shop"
    insist_on(lambda: customer.post(path, answer.body), 422)
    yield
    if not committed:
        accepted(customer.post(path, provider.answer(someone).body), 201)
    same(_begins_again(provider, someone).id, customer.id)


@reaches("unlink_identity")
def unlinking_an_identity(site, committed):
    provider = _provider(site)
    someone, customer = provider.someone(), a_customer(site.shop)
    path, answer = f"{customer.path}/identities", provider.answer(someone)
    linked = accepted(customer.post(path, answer.body), 201)
    yield "shop"
    insist_on(lambda: customer.delete(f"{path}/{linked['id']}"), 404 if committed else 204)
    yield
    same(_identities(customer), [])
    same(insist(lambda: provider.sign_in(provider.answer(someone))).status_code, 201)
