"""Work after the answer: the table's stream tells who has closed their account."""

from shop_rules.shapes import UserId

from .. import db, telemetry
from . import closed, peers


def forget_person(item_key: db.Item) -> None:
    """item_key: {pk, sk} of what was put into the table; it may be told more than once."""
    if closed.is_note(item_key):
        _forget(item_key["pk"])


def catch_up() -> None:
    """Whom the stream did not tell of, or in vain; one who fails again keeps nobody waiting."""
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
