"""One-time codes for a second factor: TOTP (RFC 6238), six digits, a new one each 30 s."""

import secrets
import time

import pyotp

_STEP = 30


def new_secret() -> str:
    return pyotp.random_base32()


def uri(secret: str, email: str) -> str:
    """What an authenticator app reads from a QR code (otpauth://totp/…)."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name="Shop")


def step_of(secret: str, code: str, last_step: int) -> int | None:
    """The time step whose code this is, if it is later than last_step, else None.

    One step either way is allowed for slow clocks and fingers (RFC 6238, 5.2). The caller
    stores the step, so that a code works once.
    """
    now = int(time.time()) // _STEP
    for step in (now - 1, now, now + 1):
        right = pyotp.TOTP(secret).at(step * _STEP)
        if step > last_step and secrets.compare_digest(right, code):
            return step
    return None
