"""Who a person is at an identity provider: (issuer, subject), which has one account at most.

| what              | pk                                  | sk           | asked for           |
| ----------------- | ----------------------------------- | ------------ | ------------------- |
| an identity       | the person's id                     | identity, id | with the person     |
| who has it        | identity, digest of issuer, subject | identity     | at a sign-in        |

Both are written together. The person's item counts them as `linked`.
"""

from shop_rules import ids, openid, passwords, tokens
from shop_rules.errors import Conflict, NotFound
from shop_rules.id_tokens import Claimed
from shop_rules.openid import Identity
from shop_rules.shapes import UserId

from .. import db
from . import store
from .store import TABLE


def as_identity(row: db.Item) -> Identity:
    return {
        "id": row["id"],
        "issuer": row["issuer"],
        "subject": row["subject"],
        "email": row["email"],
        "created_at": ids.created_at(row["id"]),
    }


def add(tx: db.Tx, user_id: UserId, claimed: Claimed) -> str:
    """The new identity's id. The transaction raises Conflict if an account has it already."""
    new, issuer, subject = ids.new_id(), claimed["issuer"], claimed["subject"]
    item = {"id": new, "issuer": issuer, "subject": subject, "email": claimed["email"] or None}
    tx.put(TABLE, {**_key(user_id, new), **item})
    whose = {**_digest(issuer, subject), "user_id": user_id}
    tx.put(TABLE, whose, "attribute_not_exists(#pk)", lost=_taken)
    return new


def owner(issuer: str, subject: str) -> UserId | None:
    found = db.get(TABLE, _digest(issuer, subject))
    return found["user_id"] if found else None


def of_person(user_id: UserId) -> list[db.Item]:
    """All of them, newest first."""
    where = "#pk = :person AND begins_with(#sk, :identity)"
    return db.query(TABLE, where, backwards=True, person=user_id, identity="identity ")


def get(user_id: UserId, identity_id: str) -> db.Item:
    row = db.get(TABLE, _key(user_id, identity_id))
    if row is None:
        raise NotFound("No such identity.")
    return row


def delete(tx: db.Tx, user_id: UserId, identity: db.Item) -> None:
    """db.Lost if it is gone already."""
    tx.delete(TABLE, _key(user_id, identity["id"]), "attribute_exists(#pk)")
    tx.delete(TABLE, _digest(identity["issuer"], identity["subject"]))


def count(tx: db.Tx, user_id: UserId, by: int, lost: db.Loss) -> None:
    """One identity more, up to openid.IDENTITIES_A_PERSON, or one less: but never the last of a
    person without a password. Else the transaction raises `lost`."""
    if by > 0:
        allowed = "attribute_exists(#pk) AND (attribute_not_exists(#linked) OR #linked < :end)"
        values: db.Item = {"end": openid.IDENTITIES_A_PERSON}
    else:
        allowed, values = "#linked > :end OR #password_hash <> :none", {"end": 1}
        values["none"] = passwords.NONE
    tx.update(TABLE, store.key(user_id), "ADD #linked :by", allowed, lost=lost, by=by, **values)


def check_no_second_factor(tx: db.Tx, user: db.Item, lost: db.Loss) -> None:
    """`lost` is raised if there is one by now, or the person's sessions were ended meanwhile."""
    same = "#mfa_enabled = :off AND #generation = :generation"
    tx.check(TABLE, store.key(user["id"]), same, lost, off=False, generation=user["generation"])


def _key(user_id: UserId, identity_id: str) -> db.Item:
    return {"pk": user_id, "sk": f"identity {identity_id}"}


def _digest(issuer: str, subject: str) -> db.Item:
    """A digest, since a key has at most 2,048 bytes. An issuer is a URL: it has no blank."""
    return {"pk": f"identity {tokens.fingerprint(f'{issuer} {subject}')}", "sk": "identity"}


def _taken() -> Conflict:
    return Conflict("An account is linked with that already.")
