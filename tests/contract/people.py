"""Valid people for POST /users, and ways to write their e-mail."""

import time
from typing import TYPE_CHECKING

from shop_rules.shapes import Role

from .representations import A_TIME, AN_ID
from .steps import PASSWORD, unique

if TYPE_CHECKING:
    import pyotp

# One repeated character, or one of the 10,000 most common passwords, in any case or width.
GUESSED_FIRST = [
    "0123456789",
    "1234567890",
    "password123",
    "PassWord123",
    "\uff11234567890",  # a full-width 1
    "p" * 128,
    "aAaAaAaAaA",
    " " * 10,
    "\U0001f600" * 10,
]
BAD_EMAILS = [
    "",
    "   ",
    "ada",
    "ada@",
    "@example.org",
    "ada@example",
    "ada@.",
    "ada@@example.org",
    "ada@b@example.org",
    "ada @example.org",
    "ada@exam ple.org",
    "ada\t@example.org",
    "ada@example.org\0",
    "a" * 243 + "@example.org",  # 255 characters
]


def the_user(
    email: str,
    name: str = "Ada Lovelace",
    role: Role = "customer",
    mfa_enabled: bool = False,
    **fields: object,
) -> dict[str, object]:
    return {
        "id": AN_ID,
        "email": email,
        "name": name,
        "role": role,
        "roles": [],
        "has_password": True,
        "mfa_enabled": mfa_enabled,
        "created_at": A_TIME,
        **fields,
    }


def a_person(**fields: object) -> dict[str, object]:
    """A valid body for POST /users."""
    wanted = {"email": f"{unique('ada')}@example.org", "name": "Ada Lovelace"}
    return {**wanted, "password": PASSWORD, **fields}


def of_length(length: int) -> str:
    """An unused e-mail address of this length."""
    name = unique("a")
    return name + "x" * (length - len(name) - len("@example.org")) + "@example.org"


def same_address(email: str) -> list[str]:
    """Ways to write one person's e-mail: they differ in case, or only before NFKC."""
    name, _, domain = email.partition("@")
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in name)  # full-width forms
    return [
        email.upper(),
        f"{name}@{domain.title()}",
        f"{wide}@{domain}",
        f"{wide.upper()}@{domain}",
    ]


def wrong_code(totp: "pyotp.TOTP") -> str:
    right = {totp.at(time.time() + 30 * step) for step in range(-3, 5)}
    return next(code for code in ("000000", "111111", "222222", "333333") if code not in right)
