"""Reads form-encoded parameters, nested ones as name[key], lists as name[] or name[0].

https://docs.stripe.com/api (form-encoded bodies) and https://docs.stripe.com/error-codes. The real
provider has many more parameters. The sandbox refuses those instead of ignoring them.
"""

import re
from typing import TYPE_CHECKING, TypeAlias

from .errors import Refusal

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

Given: TypeAlias = "MultiDict[str, str]"

# Cents. https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts
LARGEST_AMOUNT = 99_999_999
CURRENCY = re.compile("[A-Za-z]{3}")
INTEGER = re.compile("-?[0-9]{1,18}")
NESTED = ("expand", "metadata", "payment_method_types")


def check_names(given: Given, *known: str) -> None:
    for name, value in given.items(multi=True):
        base, bracket, _ = name.partition("[")
        if base not in known:
            code = "parameter_unknown"
            raise Refusal(400, f"Received unknown parameter: {name}", code=code, param=name)
        if bool(bracket) != (base in NESTED):
            raise Refusal(400, f"Nested, or not nested, against its nature: {name}", param=name)
        if value == "":
            code = "parameter_invalid_empty"
            raise Refusal(400, f"You passed an empty string for '{name}'.", code=code, param=name)


def required(given: Given, name: str) -> str:
    if name not in given:
        raise Refusal(400, f"Missing required param: {name}.", code="parameter_missing", param=name)
    return given[name]


def integer(text: str, name: str, least: int, most: int) -> int:
    """A whole number. least, most: inclusive bounds."""
    code = "parameter_invalid_integer"
    if not INTEGER.fullmatch(text):
        raise Refusal(400, f"Invalid integer: {text}", code=code, param=name)
    number = int(text)
    if not least <= number <= most:
        message = f"This value must be from {least} to {most} (it currently is '{number}')."
        raise Refusal(400, message, code=code, param=name)
    return number


def amount(text: str) -> int:
    cents = integer(text, "amount", least=1, most=10**18)
    if cents > LARGEST_AMOUNT:
        message = f"Amount must be no more than {LARGEST_AMOUNT}"
        raise Refusal(400, message, code="amount_too_large", param="amount")
    return cents


def currency(text: str) -> str:
    if not CURRENCY.fullmatch(text):
        raise Refusal(400, f"Invalid currency: {text}.", param="currency")
    return text.lower()


def boolean(text: str, name: str) -> bool:
    if text not in ("true", "false"):
        raise Refusal(400, f"Invalid boolean: {text}", param=name)
    return text == "true"


def mapping(given: Given, name: str) -> dict[str, str]:
    """A nested parameter: {"order_id": …} from name[order_id]=…"""
    inner = re.compile(re.escape(name) + r"\[([^\[\]]+)\]")
    matches = ((inner.fullmatch(key), value) for key, value in given.items())
    return {match[1]: value for match, value in matches if match}


def listed(given: Given, name: str) -> list[str]:
    """The values of name[], name[0], name[1], …"""
    one = re.compile(re.escape(name) + r"\[[0-9]*\]")
    return [value for key, value in given.items(multi=True) if one.fullmatch(key)]


def only_cards(given: Given) -> None:
    if set(listed(given, "payment_method_types")) - {"card"}:
        message = "The sandbox has no payment method type but card."
        raise Refusal(400, message, param="payment_method_types")


def expands(given: Given, path: str) -> bool:
    """True if expand[] asks for `path`, the only property of this response that can be expanded."""
    wanted = listed(given, "expand")
    for other in set(wanted) - {path}:
        raise Refusal(400, f"This property cannot be expanded ({other}).", param="expand")
    return bool(wanted)
