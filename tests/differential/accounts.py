"""Steps with accounts, tokens and second factors."""

import time

import pyotp

from shop_rules.orders import FINAL
from tests.contract.browser import BY_COOKIE, MEANT, sent, set_cookie
from tests.contract.steps import PASSWORD, sign_in

from .words import PEOPLE, any_of, someone, step, who

CODE_SECONDS, AIR_SECONDS = 30, 4
CODES = 3  # that are good at one time: the one before, this one, the next


def show_user(play, who, whose):
    return play.at(who).get(play.path(whose))


def change_user(play, who, whose, email):
    emails = {person: f"{person.upper()}-{play.name}@EXAMPLE.org" for person in PEOPLE}
    emails |= {"new": f"{whose}-new-{play.name}@example.org", "none": "nobody at all"}
    return play.at(who).put(play.path(whose), {"email": emails[email], "name": " Changed "})


def change_password(play, who, whose, current):
    """current: "right", "wrong", or "none", as for a first password."""
    given = {"right": PASSWORD, "wrong": "something else"}
    body = {"new": PASSWORD} | ({"current": given[current]} if current in given else {})
    return play.at(who).put(f"{play.path(whose)}/password", body)


def sign_in_with(play, who, password, code):
    more = _otp(play, who, code)
    word = PASSWORD if password == "right" else "not the password"
    answer = sign_in(play.shop, f"{who}-{play.name}@example.org", word, **more)
    if answer.status_code == 201:
        tokens = answer.json()["data"]
        play.people[who].token = tokens["access_token"]
        play.tokens[who].append(tokens["refresh_token"])
    return answer


def sign_in_twice(play, who):
    """With the same code: it works once."""
    more = _otp(play, who, "right")
    email = f"{who}-{play.name}@example.org"
    return [sign_in(play.shop, email, PASSWORD, **more) for _ in range(2)]


def guess(play, count):
    """Passwords for an account that doesn't exist; the last attempts are locked out."""
    email = f"guessed-{play.name}@example.org"
    answers = [sign_in(play.shop, email, f"guess number {n}") for n in range(count)]
    return answers[-1]


def refresh(play, who, which):
    tokens = play.tokens[who]
    token = {"newest": tokens[-1], "first": tokens[0]}.get(which, "made up")
    answer = play.shop.call("POST", "/tokens/refresh", json={"refresh_token": token})
    if answer.status_code == 201:
        data = answer.json()["data"]
        tokens.append(data["refresh_token"])
        play.people[who].token = data["access_token"]
    return answer


def sign_out(play, who):
    return play.at(who).delete("/tokens/current")


def sign_in_by_cookie(play, who):
    more = _otp(play, who, "right")
    answer = sign_in(play.shop, f"{who}-{play.name}@example.org", PASSWORD, **BY_COOKIE, **more)
    return _note_cookie(play, who, answer)


def refresh_by_cookie(play, who, which):
    headers = _cookie(play, who, which)
    answer = play.shop.call("POST", "/tokens/refresh", json=BY_COOKIE, headers=headers)
    return _note_cookie(play, who, answer)


def sign_out_by_cookie(play, who, which):
    return play.shop.call("DELETE", "/tokens/current", headers=_cookie(play, who, which))


def begin_mfa(play, who, whose):
    answer = play.at(who).post(f"{play.path(whose)}/mfa")
    if answer.status_code == 201:
        uri = answer.json()["data"]["otpauth_uri"]
        play.apps[whose] = {"totp": pyotp.parse_uri(uri), "last": 0, "used": 0}
    return answer


def turn_mfa(play, who, how, code):
    call = "PUT" if how == "on" else "DELETE"
    otp = _otp(play, who, code) or {"otp": "000000"}
    return play.at(who).call(call, f"{play.path(who)}/mfa", json=otp)


def switch_mfa_on(play, who):
    return [begin_mfa(play, who, who), turn_mfa(play, who, "on", "right")]


def list_users(play, who, query):
    return play.at(who).get(f"/users{query}")


def set_roles(play, who, whose, roles):
    """Of a customer: no roles change, and each refusal is compared."""
    body = {"roles": roles.split()} if roles != "none at all" else {}
    return play.at(who).put(f"{play.path(whose)}/roles", body)


def list_audit(play, who, query):
    return play.at(who).get(f"/audit{query}")


def close_account(play, who, whose):
    """An order that is final by now loses its address, and the others keep it: so all are settled.

    The person is forgotten eventually, so what ends in the meantime may lose its address as well.
    """
    play.settle()
    not_final = [order["id"] for order in play.shown_orders() if order["status"] not in FINAL]
    answer = play.at(who).delete(play.path(whose))
    if answer.status_code == 204:
        play.plain.may_lose_address |= set(not_final)
    return answer


def _cookie(play, who, which):
    """The headers of a request about a browser's session."""
    values = play.cookies.get(who, [])
    if which == "none" or not values:
        return MEANT
    if which == "two":
        return sent(play.shop, values[-1], values[0])
    headers = sent(play.shop, values[0] if which == "first" else values[-1])
    return {"Cookie": headers["Cookie"]} if which == "not meant" else headers


def _note_cookie(play, who, answer):
    if answer.status_code == 201:
        play.cookies.setdefault(who, []).append(set_cookie(answer).value)
        play.people[who].token = answer.json()["data"]["access_token"]
    return answer


def _otp(play, who, code):
    """A right one was not used before, and stays right long enough to be sent twice."""
    app = play.apps.get(who)
    if code == "none" or (code == "right" and (not app or app["used"] == CODES)):
        return {}
    if code == "wrong":
        return {"otp": "12345"}
    while time.time() % CODE_SECONDS > CODE_SECONDS - AIR_SECONDS:
        time.sleep(0.2)
    app["last"] = max(int(time.time()) // CODE_SECONDS - 1, app["last"] + 1)
    app["used"] += 1
    return {"otp": app["totp"].generate_otp(app["last"])}


COOKIES = any_of("newest", "newest", "newest", "first", "two", "none", "not meant")
STEPS_OF_BROWSERS = [
    step(sign_in_by_cookie, who),
    step(sign_in_by_cookie, who),
    step(refresh_by_cookie, who, COOKIES),
    step(sign_out_by_cookie, who, COOKIES),
]
STEPS_OF_MFA = [
    step(switch_mfa_on, who),
    step(switch_mfa_on, who),
    step(begin_mfa, who, who),
    step(turn_mfa, who, any_of("on", "off"), any_of("right", "right", "wrong")),
    step(sign_in_with, who, any_of("right"), any_of("right", "none", "wrong")),
]
SELDOM = [
    step(show_user, someone, who),
    step(change_user, someone, who, any_of(*PEOPLE, "none", "new")),
    step(change_password, who, who, any_of("right", "wrong")),
    step(change_password, someone, who, any_of("right", "wrong")),
    step(sign_in_with, who, any_of("right", "wrong"), any_of("none", "wrong")),
    step(sign_in_twice, who),
    step(refresh, who, any_of("newest", "newest", "first", "made up")),
    step(sign_out, any_of(*PEOPLE, "nobody")),
    *STEPS_OF_MFA,
    *STEPS_OF_BROWSERS,
    step(begin_mfa, someone, who),
    step(list_users, someone, any_of("?limit=101", "?cursor=x")),
    step(close_account, someone, who),
    step(set_roles, someone, who, any_of("support", "", "emperor", "admin admin", "none at all")),
    step(list_audit, any_of(*PEOPLE, "staff", "nobody"), any_of("?limit=101", "?cursor=x")),
]
RARE = [step(guess, any_of(11))]
SETTLED = [step(close_account, who, who), *STEPS_OF_MFA]
