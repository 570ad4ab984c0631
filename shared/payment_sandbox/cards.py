"""The published test payment methods, and the outcome of a charge on each.

https://docs.stripe.com/testing (the PaymentMethods column) and
https://docs.stripe.com/declines/codes.
"""

from typing import Final, Literal, NamedTuple

from .errors import no_such


class Decline(NamedTuple):
    code: str
    decline_code: str
    message: str
    param: str | None = None


Outcome = Literal["approved", "needs action"] | Decline

APPROVED: Final = "approved"
NEEDS_ACTION: Final = "needs action"  # 3-D Secure: the buyer must confirm at their bank.
DECLINED = Decline("card_declined", "generic_decline", "Your card was declined.")

BRANDS = (
    "visa",
    "visa_debit",
    "mastercard",
    "mastercard_debit",
    "mastercard_prepaid",
    "amex",
    "discover",
    "diners",
    "jcb",
    "unionpay",
)
DECLINES = {
    "": DECLINED,
    "InsufficientFunds": Decline(
        "card_declined", "insufficient_funds", "Your card has insufficient funds."
    ),
    "LostCard": Decline("card_declined", "lost_card", "Your card was declined."),
    "StolenCard": Decline("card_declined", "stolen_card", "Your card was declined."),
    "Fraudulent": Decline("card_declined", "fraudulent", "Your card was declined."),
    "ExpiredCard": Decline(
        "expired_card", "expired_card", "Your card has expired.", param="exp_month"
    ),
    "IncorrectCvc": Decline(
        "incorrect_cvc", "incorrect_cvc", "Your card's security code is incorrect.", param="cvc"
    ),
    "ProcessingError": Decline(
        "processing_error",
        "processing_error",
        "An error occurred while processing your card. Try again in a little bit.",
    ),
}
THREE_D_SECURE = ("authenticationRequired", "threeDSecureRequired", "threeDSecure2Required")

# Declines are published with or without the brand; the sandbox accepts both forms.
OUTCOMES: dict[str, Outcome] = {
    **{f"pm_card_{brand}": APPROVED for brand in BRANDS},
    **{f"pm_card_{name}": NEEDS_ACTION for name in THREE_D_SECURE},
    **{f"pm_card_chargeDeclined{why}": decline for why, decline in DECLINES.items()},
    **{f"pm_card_visa_chargeDeclined{why}": decline for why, decline in DECLINES.items()},
}


def outcome_of(payment_method: str) -> Outcome:
    """The outcome of a charge. Raises Refusal for anything but a test payment method."""
    if payment_method not in OUTCOMES:
        raise no_such("PaymentMethod", payment_method, param="payment_method", status=400)
    return OUTCOMES[payment_method]
