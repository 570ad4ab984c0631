"""Who a person is at an identity provider: (issuer, subject), which has one account at most."""

import sqlalchemy as sa

from shop_rules import ids
from shop_rules.errors import NotFound
from shop_rules.id_tokens import Claimed
from shop_rules.openid import Identity
from shop_rules.shapes import UserId

from .. import db

identities = sa.Table(
    "identities",
    db.metadata,
    sa.Column("issuer", db.Key, primary_key=True),
    sa.Column("subject", db.Key, primary_key=True),
    sa.Column("id", db.Key, nullable=False, unique=True),
    sa.Column("user_id", sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("email", sa.Text),
)


def as_identity(row: db.Row) -> Identity:
    return {
        "id": row.id,
        "issuer": row.issuer,
        "subject": row.subject,
        "email": row.email,
        "created_at": ids.created_at(row.id),
    }


def add(tx: db.Tx, user_id: UserId, claimed: Claimed) -> str | None:
    """The new identity's id; None if an account has it already."""
    new, named = ids.new_id(), {"issuer": claimed["issuer"], "subject": claimed["subject"]}
    email = claimed["email"] or None
    row = {"id": new, "user_id": user_id, "email": email, **named}
    return new if db.insert_if_absent(tx, identities, **row) else None


def owner(tx: db.Tx, issuer: str, subject: str) -> UserId | None:
    this = (identities.c.issuer == issuer) & (identities.c.subject == subject)
    return tx.scalar(sa.select(identities.c.user_id).where(this))


def of_person(tx: db.Tx, user_id: UserId) -> db.Rows:
    """All of them, newest first."""
    query = sa.select(identities).where(identities.c.user_id == user_id)
    return tx.execute(query.order_by(identities.c.id.desc())).all()


def get(tx: db.Tx, user_id: UserId, identity_id: str) -> db.Row:
    this = (identities.c.user_id == user_id) & (identities.c.id == identity_id)
    row = tx.execute(sa.select(identities).where(this)).one_or_none()
    if row is None:
        raise NotFound("No such identity.")
    return row


def delete(tx: db.Tx, identity_id: str) -> None:
    tx.execute(sa.delete(identities).where(identities.c.id == identity_id))
