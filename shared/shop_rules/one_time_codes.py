"""One-time codes for a second factor: TOTP (RFC 6238), six digits, a new one each 30 s."""

import secrets
import time

import pyotp

_STEP = 30


def new_secret() -> str:
    return pyotp.random_base32()


def uri(secret: str, email: str) -> str:
    """The URI for an authenticator app's QR code (otpauth://totp/…)."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name="Shop")


def step_of(secret: str, code: str, last_step: int) -> int | None:
    """The time step of this code if it is later than last_step, else None.

    One step before or after now is accepted, for slow clocks and slow typists (RFC 6238, 5.2).
    The caller stores the step, so that a code works only once.
    """
    now = int(time.time()) // _STEP
    for step in (now - 1, now, now + 1):
        right = pyotp.TOTP(secret).at(step * _STEP)
        if step > last_step and secrets.compare_digest(right, code):
            return step
    return None
