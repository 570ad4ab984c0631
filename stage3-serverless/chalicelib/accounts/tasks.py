"""Work after the response: the table's stream reports closed accounts."""

from shop_rules.shapes import UserId

from .. import db, telemetry
from . import closed, peers


def forget_person(item_key: db.Item) -> None:
    """Handle an insert into the table; idempotent. item_key: {pk, sk} of the new item."""
    if closed.is_note(item_key):
        _forget(item_key["pk"])


def catch_up() -> None:
    """Forget people whose stream event was lost or failed. One failure doesn't block the others."""
    failed: list[Exception] = []
    for user_id in closed.still_to_forget():
        try:
            _forget(user_id)
        except Exception as error:
            telemetry.write("not forgotten", level=40, user_id=user_id, error=repr(error))
            failed.append(error)
    if failed:
        raise ExceptionGroup("some who have gone are not forgotten", failed)


def _forget(user_id: UserId) -> None:
    peers.forget_person(user_id)
    with db.transaction("person_forgotten") as tx:
        closed.forgotten(tx, user_id)
