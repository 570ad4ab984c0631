"""Signing in with an identity provider: OAuth 2.0 authorization code with PKCE, OpenID Connect."""

from urllib.parse import parse_qs, urlsplit

import pytest

from .people import a_person, the_user
from .representations import A_TIME, AN_ID
from .steps import PASSWORD, a_customer, accepted, at_once, refused, sign_in, signed_in, unique

MOST = 10  # identities of a person


@pytest.fixture
def someone(identity):
    return identity.someone()


def the_identity(identity, person):
    return {
        "id": AN_ID,
        "issuer": identity.issuer,
        "subject": person.subject,
        "email": person.email,
        "created_at": A_TIME,
    }


def identities_of(person):
    return accepted(person.get(f"{person.path}/identities"))


def link(person, answer):
    return person.post(f"{person.path}/identities", answer.body)


def unlink(person, identity):
    return person.delete(f"{person.path}/identities/{identity['id']}")


def test_the_authorization_url_asks_for_a_code_with_state_nonce_and_pkce(identity):
    begun = identity.begin()
    assert set(begun) == {"authorization_url", "state"}
    url = urlsplit(begun["authorization_url"])
    query = {name: values[0] for name, values in parse_qs(url.query).items()}
    assert f"{url.scheme}://{url.netloc}" == identity.issuer
    assert query["response_type"] == "code"
    assert query["redirect_uri"] == identity.redirect_uri
    assert set(query["scope"].split()) == {"openid", "email", "profile"}
    assert query["state"] == begun["state"] and len(query["state"]) >= 22  # 128 bits
    assert len(query["nonce"]) >= 22 and query["nonce"] != query["state"]
    assert query["code_challenge_method"] == "S256" and len(query["code_challenge"]) == 43


def test_each_authorization_has_secrets_of_its_own(identity):
    urls = [urlsplit(identity.begin()["authorization_url"]).query for _ in range(2)]
    first, second = map(parse_qs, urls)
    assert not {"state", "nonce", "code_challenge"} & {n for n in first if first[n] == second[n]}


def test_people_are_sent_back_to_configured_addresses_only(identity):
    for url in (
        "https://evil.example/signed-in",
        f"{identity.redirect_uri}/",
        f"{identity.redirect_uri}?next=https://evil.example",
        identity.redirect_uri.replace("http:", "https:"),
        identity.redirect_uri.replace("/signed-in", "@evil.example/signed-in"),
    ):
        refused(identity.begun(redirect_uri=url), 422, "/redirect_uri")


def test_the_provider_is_listed_for_everyone(anyone, customer, identity):
    for person in (anyone, customer):
        assert accepted(person.get("/providers")) == [{"provider": "example"}]


def test_another_provider_is_422(identity):
    refused(identity.begun(provider="someone-else"), 422, "/provider")


def test_an_unknown_identity_gets_a_new_account_with_the_verified_email(identity, someone):
    person = identity.signed_in(someone)
    assert accepted(person.get(person.path)) == the_user(someone.email, has_password=False)
    assert identities_of(person) == [the_identity(identity, someone)]


def test_the_next_sign_in_is_to_the_same_account(identity, someone):
    assert identity.signed_in(someone).id == identity.signed_in(someone).id


def test_it_is_the_subject_that_counts_and_not_the_email(identity, someone):
    person = identity.signed_in(someone)
    new = a_person()["email"]
    accepted(person.put(person.path, {"email": new, "name": "Ada"}))
    assert identity.signed_in(someone).id == person.id
    assert accepted(person.get(person.path))["email"] == new


def test_an_account_made_so_has_no_password(shop, identity, someone):
    person = identity.signed_in(someone)
    for password in ("", " ", PASSWORD, "None", "null"):
        assert sign_in(shop, someone.email, password).status_code in (401, 422)
    body = {"current": PASSWORD, "new": "another horse battery"}
    refused(person.put(f"{person.path}/password", body), 422, "/current")


def test_a_session_that_began_so_is_refreshed_and_ended_as_any_other(shop, identity, someone):
    person = identity.signed_in(someone)
    body = {"refresh_token": person.refresh_token}
    person.token = accepted(shop.call("POST", "/tokens/refresh", json=body), 201)["access_token"]
    accepted(person.delete("/tokens/current"), 204)
    refused(person.get(person.path), 401)


def test_in_a_browser_the_refresh_token_is_in_the_cookie(identity, someone):
    response = identity.sign_in(identity.answer(someone), session="cookie")
    assert "refresh_token" not in accepted(response, 201)
    assert "HttpOnly" in response.headers["Set-Cookie"]


def test_an_email_with_an_account_is_not_taken_over(shop, identity, customer):
    thief = identity.someone(email=customer.email.upper())
    refused(identity.sign_in(identity.answer(thief)), 409)
    assert signed_in(shop, customer.email, PASSWORD).id == customer.id
    assert identities_of(customer) == []


def test_an_email_that_is_not_verified_makes_no_account(shop, identity, staff):
    for more in ({"email_verified": False}, {"email_verified": "true"}, {"email": None}):
        person = identity.someone(**more)
        refused(identity.sign_in(identity.answer(person)), 422, "/code")


def test_a_known_identity_needs_no_verified_email(identity, customer):
    person = identity.someone(email_verified=False)
    accepted(link(customer, identity.answer(person)), 201)
    assert identity.signed_in(person).id == customer.id


def test_what_no_account_may_be_called_is_422_or_cut(identity):
    refused(identity.sign_in(identity.answer(identity.someone(email="no address"))), 422, "/code")
    person = identity.signed_in(identity.someone(name="x" * 300))
    assert accepted(person.get(person.path))["name"] == "x" * 200
    someone = identity.someone(name=None)
    person = identity.signed_in(someone)
    assert accepted(person.get(person.path))["name"] == someone.subject


def test_linking_adds_a_way_in_and_unlinking_takes_it(shop, identity, customer, someone):
    answer = accepted(link(customer, identity.answer(someone)), 201)
    assert answer == the_identity(identity, someone)
    assert identities_of(customer) == [answer]
    assert identity.signed_in(someone).id == customer.id
    accepted(unlink(customer, answer), 204)
    assert identities_of(customer) == []
    refused(unlink(customer, answer), 404)
    assert identity.signed_in(someone).id != customer.id


def test_identities_are_listed_newest_first_and_ten_at_most(identity, customer):
    people = [identity.someone() for _ in range(MOST)]
    for person in people:
        accepted(link(customer, identity.answer(person)), 201)
    listed = [each["subject"] for each in identities_of(customer)]
    assert listed == [person.subject for person in reversed(people)]
    refused(link(customer, identity.answer(identity.someone())), 409)
    assert len(identities_of(customer)) == MOST


def test_an_identity_of_an_account_is_linked_with_no_other(identity, customer, someone):
    owner = identity.signed_in(someone)
    for person in (customer, owner):
        refused(link(person, identity.answer(someone)), 409)
    assert identities_of(customer) == []
    assert identity.signed_in(someone).id == owner.id


def test_the_last_way_in_stays(identity, someone):
    person = identity.signed_in(someone)
    (first,) = identities_of(person)
    refused(unlink(person, first), 409)
    second = accepted(link(person, identity.answer(identity.someone())), 201)
    accepted(unlink(person, first), 204)
    refused(unlink(person, second), 409)
    assert identities_of(person) == [second]


def test_two_last_ways_in_do_not_go_at_once(identity, someone):
    person = identity.signed_in(someone)
    accepted(link(person, identity.answer(identity.someone())), 201)
    first, second = identities_of(person)
    answers = at_once(lambda: unlink(person, first), lambda: unlink(person, second))
    assert sorted(answer.status_code for answer in answers) == [204, 409]
    assert len(identities_of(person)) == 1


def test_staff_read_the_identities_of_others_and_nobody_changes_them(
    shop, identity, staff, customer, other_customer, anyone, someone
):
    made = accepted(link(customer, identity.answer(someone)), 201)
    path = f"{customer.path}/identities"
    assert accepted(staff.get(path)) == [made]
    refused(anyone.get(path), 401)
    refused(other_customer.get(path), 404)
    for person, status in ((staff, 404), (other_customer, 404), (anyone, 401)):
        refused(person.post(path, {"state": "s", "code": "c"}), status)
        refused(person.delete(f"{path}/{made['id']}"), status)
    mine = accepted(link(other_customer, identity.answer(identity.someone())), 201)
    refused(customer.delete(f"{path}/{mine['id']}"), 404)
    assert identities_of(customer) == [made]


def test_closing_the_account_frees_the_identity_and_the_email(shop, identity, someone):
    person = identity.signed_in(someone)
    accepted(person.delete(person.path), 204)
    refused(person.get(person.path), 401)
    again = identity.signed_in(someone)
    assert again.id != person.id
    assert accepted(again.get(again.path)) == the_user(someone.email, has_password=False)


def test_what_is_no_state_or_code_is_422(shop, identity):
    good = {"state": "s", "code": "c"}
    for name in good:
        for bad in ("", " ", "a b", "ä", 1, None, "x" * 2001):
            refused(shop.call("POST", "/tokens", json=good | {name: bad}), 422, f"/{name}")
        left = {other: value for other, value in good.items() if other != name}
        refused(shop.call("POST", "/tokens", json=left), 422, f"/{name}")
    both = good | {"email": f"{unique('ada')}@example.org", "password": PASSWORD}
    assert sign_in(shop, **both).status_code == 422


def test_an_account_with_a_password_keeps_it(shop, identity, someone):
    person = a_customer(shop)
    accepted(link(person, identity.answer(someone)), 201)
    assert signed_in(shop, person.email, PASSWORD).id == person.id
