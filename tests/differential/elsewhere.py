"""Steps with an identity provider: its people have the same names at each shop's provider.

Addresses differ from shop to shop: the provider's, and those that contain a state. So a step tells
statuses, and of an identity whose it is.
"""

from tests.contract.identity import Someone
from tests.contract.steps import claims

from .words import PEOPLE, any_of, someone, step, who

THERE = (*PEOPLE, "new", "unverified")
there = any_of(*THERE)


def begin_elsewhere(play, where):
    urls = {"here": play.provider.redirect_uri, "abroad": "https://shop.example.net/signed-in"}
    response = play.provider.begun(redirect_uri=urls[where])
    return response if response.status_code != 201 else [[201, sorted(response.json()["data"])]]


def sign_in_elsewhere(play, whose, code):
    """code: "right", "again" (the answer of the last time), "swapped" or "made up"."""
    answer = _answer(play, whose)
    if code == "again":
        answer = play.returned.get("last", answer)
    if code == "swapped":
        answer = answer._replace(code=_answer(play, "new").code)
    if code == "made up":
        answer = answer._replace(code="made-up")
    play.returned["last"] = answer
    response = play.provider.sign_in(answer)
    if response.status_code != 201:
        return [response]
    return [["signed in", _called(play, claims(response.json()["data"]["access_token"])["sub"])]]


def link(play, who, whose, there):
    path = f"{play.path(whose)}/identities"
    return [_without_addresses(play.at(who).post(path, _answer(play, there).body), play)]


def show_identities(play, who, whose):
    return [_without_addresses(play.at(who).get(f"{play.path(whose)}/identities"), play)]


def unlink(play, who, which):
    path = f"{play.path(who)}/identities"
    listed = play.at(who).get(path)
    found = listed.json()["data"] if listed.status_code == 200 else []
    identity = found[0 if which == "newest" else -1]["id"] if found else play.goods["unknown"]
    return play.at(who).delete(f"{path}/{identity}")


def _answer(play, whose):
    """A person signs in there; the person is put there again, since a restart forgets people."""
    person = Someone(f"{whose}-{play.name}", f"{whose}-{play.name}@example.org")
    play.provider.put(person, email_verified=whose != "unverified", name=whose.title())
    return play.provider.answer(person)


def _called(play, user_id):
    known = [name for name in PEOPLE if name in play.people]
    return next((name for name in known if play.people[name].id == user_id), "someone new")


def _without_addresses(response, play):
    if response.status_code not in (200, 201):
        return response
    data = response.json()["data"]
    found = data if isinstance(data, list) else [data]
    return [response.status_code, [[each["subject"], each["email"]] for each in found]]


SELDOM = [
    step(sign_in_elsewhere, there, any_of("right", "right", "right", "again", "swapped")),
    step(link, who, who, there),
    step(show_identities, someone, who),
    step(unlink, who, any_of("newest", "oldest")),
]
RARE = [
    step(begin_elsewhere, any_of("here", "abroad")),
    step(sign_in_elsewhere, there, any_of("made up")),
    step(link, someone, who, there),
]
