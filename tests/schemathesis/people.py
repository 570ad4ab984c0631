"""The people that requests are sent as, whatever is done to their passwords and tokens."""

import time

import pyotp

from tests.contract.client import Person
from tests.contract.steps import a_customer, accepted, claims

TOKEN_SECONDS = 600  # an access token lives 900
ON_ITS_WAY = 10  # seconds that a code may take until it is looked at
REPEATED = ("Content-Type", "Idempotency-Key", "If-Match")


class Someone(Person):
    """A person who signs in anew when their token is dead."""

    until = 0.0
    totp = None  # of the second factor that was begun last
    mfa_is_on = False
    last_step = 0

    def call(self, method, path, *body, **how):
        self.is_signed_in()
        return super().call(method, path, *body, **how)

    def is_signed_in(self):
        """False if there is no way in, for now or for good."""
        return (self.token and time.monotonic() < self.until) or self.sign_in()

    def sign_out(self):
        self.token = None

    def sign_in(self):
        wanted = {"email": self.email, "password": self.password}
        wanted |= {"otp": self.code()} if self.mfa_is_on else {}
        answer = self.shop.call("POST", "/tokens", json=wanted)
        if answer.status_code != 201:
            return False
        self.token = answer.json()["data"]["access_token"]
        self.refresh_token = answer.json()["data"]["refresh_token"]
        self.until = time.monotonic() + TOKEN_SECONDS
        return True

    def repeat(self, request):
        """Another user's request, sent as this person's. request: of requests."""
        path = request.url.removeprefix(self.shop.url)
        headers = {name: request.headers[name] for name in REPEATED if name in request.headers}
        return self.call(request.method, path, data=request.body, headers=headers)

    def code(self):
        """One not used before: each works once, from one time step before its own to one after."""
        earliest = int(time.time() + ON_ITS_WAY) // 30 - 1
        self.last_step = max(earliest, self.last_step + 1)
        return self.totp.generate_otp(self.last_step)

    def begin_mfa(self):
        uri = accepted(self.post(f"{self.path}/mfa"), 201)["otpauth_uri"]
        self.totp = pyotp.parse_uri(uri)

    def switch_mfa_on(self):
        """Unless their codes are used up for now."""
        self.begin_mfa()
        answer = self.put(f"{self.path}/mfa", {"otp": self.code()})
        self.mfa_is_on = answer.status_code == 204


class People:
    def __init__(self, shop, staff_email, staff_password):
        self._shop = shop
        self.staff = Someone(shop, email=staff_email, password=staff_password)
        if not self.staff.is_signed_in():
            raise LookupError("The shop refuses STAFF_EMAIL with STAFF_PASSWORD.")
        self.staff.id = claims(self.staff.token)["sub"]
        self._known = {self.staff.id: self.staff}
        self._customer = self._stranger = None
        self.refresh_tokens = []  # not used yet

    def customer(self):
        """The default person, if a test doesn't say which."""
        if self._customer is None or not self._customer.is_signed_in():
            self.new_customer()
        return self._customer

    def new_customer(self):
        self._customer = self._made()
        self._known[self._customer.id] = self._customer
        return self._customer

    def stranger(self):
        """A customer whom nothing belongs to."""
        self._stranger = self._stranger or self._made()
        return self._stranger

    def _made(self):
        made = a_customer(self._shop)
        someone = Someone(self._shop, made.id, made.email, made.password, token=made.token)
        someone.until = time.monotonic() + TOKEN_SECONDS
        return someone

    def meet(self, id, email, password):
        """A user whom Schemathesis has signed up."""
        self._known[id] = Someone(self._shop, id, email, password)

    def find(self, id):
        """None for a user whose password isn't known here."""
        return self._known.get(id)

    def forget(self, id):
        self._known.pop(id, None)
        if self._customer and self._customer.id == id:
            self._customer = None

    def refresh_token(self):
        if self.refresh_tokens:
            return self.refresh_tokens.pop()
        customer = self.customer()
        customer.sign_in()
        return customer.refresh_token
