"""The people. Their sessions are in sessions.py."""

import sqlalchemy as sa

from shop_rules import ids, passwords, roles, texts
from shop_rules.cursors import SortKey
from shop_rules.errors import Conflict, NotFound
from shop_rules.shapes import Role, User, UserId

from .. import db

users = sa.Table(
    "users",
    db.metadata,
    sa.Column("id", db.Key, primary_key=True),
    sa.Column("email", sa.Text, nullable=False),
    sa.Column("email_key", db.Key, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("password_hash", sa.Text, nullable=False),
    sa.Column("roles", sa.Text, nullable=False, server_default=""),  # "catalog support"
    sa.Column("mfa_secret", sa.Text),
    sa.Column("mfa_enabled", sa.Boolean, nullable=False, default=False),
    sa.Column("mfa_last_step", sa.BigInteger, nullable=False, default=0),
    sa.CheckConstraint("role IN ('customer', 'staff')", name="users_role"),
)


def as_user(row: db.Row) -> User:
    return {
        "id": row.id,
        "email": row.email,
        "name": row.name,
        "role": row.role,
        "roles": roles.among(row.roles.split()),
        "has_password": row.password_hash != passwords.NONE,
        "mfa_enabled": row.mfa_enabled,
        "created_at": ids.created_at(row.id),
    }


def add(
    tx: db.Tx, email: str, name: str, password_hash: str, role: Role, names: roles.Names = ()
) -> UserId:
    """names: the roles of a member of staff."""
    user_id, key = UserId(ids.new_id()), texts.email_key(email)
    new = db.insert_if_absent(
        tx,
        users,
        id=user_id,
        email=email,
        email_key=key,
        name=name,
        role=role,
        roles=" ".join(names),
        password_hash=password_hash,
        mfa_enabled=False,
        mfa_last_step=0,
    )
    if not new:
        raise Conflict("That e-mail address has an account already.")
    return user_id


def get(tx: db.Tx, user_id: UserId, lock: bool = False) -> db.Row:
    query = sa.select(users).where(users.c.id == user_id)
    row = tx.execute(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise NotFound("No such user.")
    return row


def find_by_email(tx: db.Tx, email_key: str, lock: bool = False) -> db.Row | None:
    query = sa.select(users).where(users.c.email_key == email_key)
    return tx.execute(query.with_for_update() if lock else query).one_or_none()


def exists(user_id: UserId) -> bool:
    with db.reading() as connection:
        return connection.scalars(sa.select(sa.exists().where(users.c.id == user_id))).one()


def newest(tx: db.Tx, limit: int, before: SortKey | None) -> db.Rows:
    query = sa.select(users).order_by(users.c.id.desc()).limit(limit)
    return tx.execute(query.where(users.c.id < before[0]) if before else query).all()


def change(tx: db.Tx, user_id: UserId, **values: object) -> None:
    tx.execute(sa.update(users).where(users.c.id == user_id).values(**values))


def email_taken(tx: db.Tx, email_key: str, user_id: UserId) -> bool:
    taken = sa.exists().where(users.c.email_key == email_key, users.c.id != user_id)
    return tx.scalars(sa.select(taken)).one()


def use_code(tx: db.Tx, user_id: UserId, step: int) -> bool:
    """False if that time step's code was used before."""
    fresh = (users.c.id == user_id) & (users.c.mfa_last_step < step)
    return tx.execute(sa.update(users).where(fresh).values(mfa_last_step=step)).rowcount == 1


def admin_ids(tx: db.Tx) -> list[UserId]:
    """All admins, with all staff locked until the transaction ends: in one order, so that two
    admins who demote each other wait for one another."""
    staff = sa.select(users.c.id, users.c.roles).where(users.c.role == "staff")
    rows = tx.execute(staff.order_by(users.c.id).with_for_update()).all()
    return [row.id for row in rows if roles.ADMIN in row.roles.split()]


def delete(tx: db.Tx, user_id: UserId) -> None:
    tx.execute(sa.delete(users).where(users.c.id == user_id))
