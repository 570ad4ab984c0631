"""A simulated person who signs in and out: a session that has ended is over in every service."""

from tests.contract import steps
from tests.contract.client import Person

EVERYWHERE = ("", "/cart", "/orders", "/notifications")  # below /users/{id}: of three units
TURNS = ("sign_out", "refresh_twice", "rename", "change_password")


class Member:
    """After a request without an answer, which may have been done, they start as a new person."""

    def __init__(self, crowd):
        self._crowd, self._turns, self._member = crowd, 0, None

    def turn(self):
        if self._member is None:
            self._member = self._crowd.signed_up()
        session = self._sign_in()
        self._check(session, "open", 200)
        getattr(self, f"_{TURNS[self._turns % len(TURNS)]}")(session)
        self._turns += 1

    def begin_again(self):
        self._member = None

    def _sign_in(self, also=()):
        """Open a session; None if that was refused with one of these statuses."""
        known = self._member
        wanted = {"email": known.email, "password": known.password}
        answer = self._crowd.ask(Person(known.shop), "POST", "/tokens", wanted, also)
        if not answer.ok:
            return None
        tokens = answer.json()["data"]
        access, refresh = tokens["access_token"], tokens["refresh_token"]
        return Person(known.shop, known.id, token=access, refresh_token=refresh)

    def _refreshed(self, session, also=()):
        wanted = {"refresh_token": session.refresh_token}
        answer = self._crowd.ask(Person(session.shop), "POST", "/tokens/refresh", wanted, also)
        if not answer.ok:
            return None
        return Person(session.shop, session.id, token=answer.json()["data"]["access_token"])

    def _sign_out(self, session):
        self._crowd.ask(session, "DELETE", "/tokens/current")
        self._check(session, "signed out", 401)

    def _refresh_twice(self, session):
        """Use a refresh token twice. The second use ends the session, on either side."""
        fresh = self._refreshed(session)
        self._check(fresh, "refreshed", 200)
        again = self._refreshed(session, also=(401,))
        self._crowd.check("a refresh token worked twice", again is None)
        self._check(fresh, "refreshed twice", 401)

    def _rename(self, session):
        name = steps.unique("ada")
        wanted = {"email": self._member.email, "name": name}
        self._crowd.ask(session, "PUT", session.path, wanted)
        shown = self._crowd.ask(session, "GET", session.path).json()["data"]["name"]
        self._crowd.check(f"name {name}, shown {shown}", shown == name)

    def _change_password(self, session):
        """Change the password, which ends all sessions."""
        before, after = self._member.password, steps.unique("another horse")
        wanted = {"current": before, "new": after}
        self._crowd.ask(session, "PUT", f"{session.path}/password", wanted)
        self._check(session, "with the old password", 401)
        self._crowd.check("the old password works", self._sign_in(also=(401,)) is None)
        self._member.password = after
        self._check(self._sign_in(), "with the new password", 200)

    def _check(self, session, which, status):
        found = {part: self._status(session, part, status) for part in EVERYWHERE}
        wrong = {part: shown for part, shown in found.items() if shown != status}
        self._crowd.check(f"a session, {which}: {wrong}", not wrong)

    def _status(self, session, part, also):
        path = f"{session.path}{part}"
        return self._crowd.ask(session, "GET", path, also=(also,)).status_code
