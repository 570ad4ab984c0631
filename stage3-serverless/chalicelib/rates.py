"""The number of sign-ins and sign-ups of each client in this minute, counted in a table that all
functions share. The API's own throttle (resources.yaml) doesn't distinguish clients."""

import time

from shop_rules import rates

from . import db, http
from .config import config

TABLE = "accounts"


def count_sign_in() -> None:
    """Raise 429 if the client has reached its limit for this minute."""
    client = rates.client(http.client_address(), None, ())  # API Gateway's own, no header
    most = config().sign_ins_a_minute
    with db.transaction("count_sign_in") as tx:
        tx.update(
            TABLE,
            {"pk": f"sign-ins {rates.minute()} {client}", "sk": "sign-ins"},
            "SET #expires_at = :expires_at ADD #requests :one",
            "attribute_not_exists(#pk) OR #requests < :most",
            lost=rates.too_many,
            one=1,
            most=most,
            expires_at=int(time.time()) + 2 * rates.MINUTE,
        )
