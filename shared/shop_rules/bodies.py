"""The shape of every request body. Unknown fields are refused, so a client can't make itself
staff with an extra field (mass assignment, OWASP API Security Top 10, API3).
Money is integer cents. Numbers are strict: "1", 1.0 and true are not integers. A model is built
at its first use (defer_build): building all of them would take a third of a cold start.
"""

from typing import Annotated, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from . import common_passwords, countries
from .errors import Invalid
from .pricing import CURRENCY, MAX_PRICE
from .problems import Fault, pointer
from .texts import WHITE_SPACE, is_storable

_EMAIL_PART = r"[^@\s\x00-\x1f\x7f-\x9f\x{feff}]+"


def _storable(text: object) -> object:
    if isinstance(text, str) and not is_storable(text):
        raise ValueError("text must not contain NUL or half a surrogate pair")
    return text


def _trimmed(text: object) -> object:
    return text.strip(WHITE_SPACE) if isinstance(text, str) else text


def _not_zero(delta: int) -> int:
    if delta == 0:
        raise ValueError("must not be zero")
    return delta


def length(most: int, least: int = 1, pattern: str | None = None) -> StringConstraints:
    """A constraint: from `least` to `most` characters."""
    return StringConstraints(min_length=least, max_length=most, pattern=pattern)


TRIMMED, STORABLE = BeforeValidator(_trimmed), BeforeValidator(_storable)

Name = Annotated[str, length(200), TRIMMED, STORABLE]
Password = Annotated[str, length(128), STORABLE]  # not trimmed
NewPassword = Annotated[str, length(128, 10), STORABLE, AfterValidator(common_passwords.checked)]
_EMAIL = rf"^{_EMAIL_PART}@{_EMAIL_PART}\.{_EMAIL_PART}$"
Email = Annotated[str, length(254, pattern=_EMAIL), TRIMMED, STORABLE]
Description = Annotated[str, length(5000, 0), TRIMMED, STORABLE]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
Short = Annotated[str, length(100), TRIMMED, STORABLE]
PostalCode = Annotated[str, length(20), TRIMMED, STORABLE]
Session = Literal["cookie"]  # where a browser keeps the refresh token
Shape = TypeVar("Shape", bound=BaseModel)


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)


class NewUser(Body):
    email: Email
    name: Name
    password: NewPassword


class ChangedUser(Body):
    email: Email
    name: Name


class ChangedPassword(Body):
    current: Password | None = None  # a person without a password has none to give
    new: NewPassword


class SignIn(Body):
    email: Email
    password: Password
    otp: Code | None = None
    session: Session = ""  # type: ignore[assignment]  # a client can't send ""


class OneTimeCode(Body):
    otp: Code


class Product(Body):
    name: Name
    description: Description = ""
    category: Short
    price: Annotated[int, Field(ge=1, le=MAX_PRICE)]
    currency: Literal["EUR"] = CURRENCY


class StockAdjustment(Body):
    delta: Annotated[int, Field(ge=-1_000_000, le=1_000_000), AfterValidator(_not_zero)]
    reason: Name


class CartItem(Body):
    quantity: Annotated[int, Field(ge=1, le=99)]


class Address(Body):
    name: Name
    line1: Name
    line2: Name | None = None
    city: Short
    postal_code: PostalCode
    country: Annotated[str, AfterValidator(countries.checked)]


class NewOrder(Body):
    payment_method: Annotated[str, StringConstraints(pattern=r"^[!-~]{1,255}$")]
    shipping_address: Address


class Shipment(Body):
    carrier: Short
    tracking: Short


def checked(shape: type[Shape], content: object) -> Shape:
    """content (parsed JSON) as an instance of shape. Raises Invalid, a pointer for each fault."""
    try:
        return shape.model_validate(content)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False, include_input=False)
        errors: list[Fault] = [
            {"pointer": pointer(fault["loc"]), "detail": fault["msg"]} for fault in faults
        ]
        detail = "The body does not have the form this operation takes."
        raise Invalid(detail, errors=errors) from None
