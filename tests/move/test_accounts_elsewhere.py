"""Staff roles and sign-ins with an identity provider, while the accounts move there and back."""

from importlib import import_module

import pytest
from accounts import peers

from move import staff
from shop_rules import roles
from shop_rules.errors import Unauthenticated

from chassis import connections, people

from .signed_in import opened, session_of

OTHER = {"old": "new", "new": "old"}
STAGES = {"old": "shop.accounts", "new": "accounts"}
HOME = "http://127.0.0.1:8004/signed-in"


class Provider:
    """Replaces provider.py on both sides: each code works once."""

    def __init__(self):
        self.codes, self.person = set(), 0

    def authorization_endpoint(self):
        return "https://id.example/authorize"

    def claimed(self, code, verifier, nonce, redirect_uri):
        if code not in self.codes:
            raise Unauthenticated("The provider does not accept this code.")
        self.codes.remove(code)
        email = f"{code}@id.example"
        person = {"issuer": "https://id.example", "subject": code.partition(".")[0]}
        return person | {"email": email, "email_verified": True, "name": "Ada"}

    def code(self, subject):
        self.person += 1
        self.codes.add(f"{subject}.{self.person}")
        return f"{subject}.{self.person}"


@pytest.fixture
def provider(monkeypatch):
    found = Provider()
    monkeypatch.setenv("IDENTITY_ISSUER", "https://id.example")
    monkeypatch.setenv("IDENTITY_REDIRECT_URIS", HOME)
    for stage in STAGES.values():
        module = import_module(f"{stage}.provider")
        for name in ("authorization_endpoint", "claimed"):
            monkeypatch.setattr(module, name, getattr(found, name))
    return found


@pytest.fixture
def moving(sides, provider, tmp_path, monkeypatch):
    with opened(sides, tmp_path, monkeypatch) as found:
        yield found


@pytest.fixture(params=OTHER)
def side(request, moving):
    """The one that holds at first."""
    moving.to(request.param)
    return request.param


# ---------------------------------------------------------------- roles


def a_colleague(moving, role):
    found = moving.person()
    staff.main(found.email, role)
    return found


def set_roles(moving, admin, person, *names):
    token, path = admin.tokens["access_token"], f"{person.path}/roles"
    answer = moving.ask("PUT", path, token, {"roles": list(names)})
    assert answer.status_code == 200, answer.json


def believed(person):
    """The session's roles according to a service."""
    return people.roles_in(session_of(person.tokens), person.id)


def test_a_change_of_roles_counts_at_once_and_on_the_other_side(moving, side):
    admin, person = a_colleague(moving, "admin"), a_colleague(moving, "support")
    for name in ("warehouse", "support"):
        assert believed(person) is not None
        set_roles(moving, admin, person, name)
        assert believed(person) == roles.of("staff", [name])
        moving.to(OTHER[moving.holders()[0]])
        assert believed(person) == roles.of("staff", [name])
    log = moving.ask("GET", "/audit", admin.tokens["access_token"]).json["data"]
    mine = [each["after"] for each in log if each["user_id"] == person.id]
    assert mine == [["support"], ["warehouse"], ["support"]]


@pytest.mark.parametrize(
    "late, after", [("change_roles", "warehouse"), ("withdraw_roles", "support")]
)
def test_roles_that_are_remembered_late_keep_no_session_open(moving, late, after):
    """A request of stage 2 writes to the cache after stage 1 took over and ended the session."""
    admin, person = a_colleague(moving, "admin"), a_colleague(moving, "support")
    moving.to("new")
    assert believed(person) is not None
    with moving.before(peers, late, lambda: moving.to("old")):
        set_roles(moving, admin, person, after)
    assert moving.holders() == ["old"]
    moving.end(person.tokens)
    assert believed(person) is None


def test_without_leave_an_entry_that_is_there_counts_no_longer(moving):
    """The cache may lose just the key that gives leave. What services read must still be right."""
    admin, person = a_colleague(moving, "admin"), a_colleague(moving, "support")
    moving.to("new")
    assert believed(person) is not None
    connections.volatile().delete("session:leave")
    set_roles(moving, admin, person)
    assert believed(person) == roles.of("staff", [])


def test_without_leave_no_slow_request_brings_back_roles_that_were_taken(moving):
    """It read them before, and tries to cache them after leave was given again."""
    admin, person = a_colleague(moving, "admin"), a_colleague(moving, "support")
    moving.to("new")
    connections.volatile().flushdb()

    def meanwhile():
        set_roles(moving, admin, person)
        moving.to("new")

    with moving.before(peers, "remember_session", meanwhile):
        assert believed(person) == roles.of("staff", ["support"])
    assert believed(person) == roles.of("staff", [])


# ---------------------------------------------------------------- sign-ins elsewhere


def begun(moving, provider, subject):
    """The body that the person's browser sends after the provider."""
    wanted = {"provider": "example", "redirect_uri": HOME}
    state = moving.ask("POST", "/authorizations", json=wanted).json["data"]["state"]
    return {"state": state, "code": provider.code(subject)}


def cut(moving, side, *request):
    """Send the request, refused by a hand-over after the provider was asked, and send it again."""
    module = import_module(f"{STAGES[side]}.provider")
    with moving.after(module, "claimed", lambda: moving.to(OTHER[side])):
        assert moving.ask(*request).status_code == 421
    return moving.ask(*request)


def test_a_sign_in_elsewhere_that_a_hand_over_cuts_goes_on(moving, provider, side):
    """For a new person and for a known one. The provider's answer still works only once."""
    ids = []
    for holder in (side, OTHER[side]):
        body = begun(moving, provider, "ada")
        answer = cut(moving, holder, "POST", "/tokens", None, body)
        assert answer.status_code == 201, answer.json
        ids.append(session_of(answer.json["data"], "sub"))
        for each in (OTHER[holder], holder, OTHER[holder]):
            moving.to(each)
            assert moving.ask("POST", "/tokens", json=body).status_code == 401
    assert ids[0] == ids[1]


def test_a_link_that_a_hand_over_cuts_goes_on(moving, provider, side):
    person, body = moving.person(), begun(moving, provider, "grace")
    path, token = f"{person.path}/identities", person.tokens["access_token"]
    answer = cut(moving, side, "POST", path, token, body)
    assert answer.status_code == 201, answer.json
    assert moving.ask("GET", path, token).json["data"] == [answer.json["data"]]
    assert moving.ask("POST", path, token, body).status_code == 422


def test_what_the_provider_said_is_kept_for_that_code_alone(moving, provider, side):
    body = begun(moving, provider, "ada")
    module = import_module(f"{STAGES[side]}.provider")
    with moving.after(module, "claimed", lambda: moving.to(OTHER[side])):
        assert moving.ask("POST", "/tokens", json=body).status_code == 421
    wrong = body | {"code": provider.code("grace")}
    assert moving.ask("POST", "/tokens", json=wrong).status_code == 401
    assert moving.ask("POST", "/tokens", json=body).status_code == 201
    assert moving.sides.old.execute("SELECT * FROM move_exchanges").fetchall() == []
