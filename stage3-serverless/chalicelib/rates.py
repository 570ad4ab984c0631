"""How many sign-ins and sign-ups each client has sent in this minute, counted in a table for all
functions together. The API's own throttle (resources.yaml) knows no clients."""

import time

from shop_rules import rates

from . import db, http
from .config import config

TABLE = "accounts"


def count_sign_in() -> None:
    """429 for a client that has had its share of this minute."""
    client = rates.client(http.client_address(), None, ())  # the API Gateway's word: no header
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
