"""Commands for the operators of accounts.

python -m accounts.commands prepare        at first start: make the token keys and the first people
python -m accounts.commands staff EMAIL [ROLE]   make a member of staff; without a role, an admin
"""

import json
import secrets
import sys

from shop_rules import bodies, policies, texts
from shop_rules.errors import ShopError
from shop_rules.roles import STAFF_ROLES, among, named
from shop_rules.shapes import User

from chassis import db, files, keys
from chassis.config import config

from . import roles, store, usecases


def prepare() -> None:
    policies.load()
    keys.make_pair(config().private_key_file, config().public_key_file)
    _first_people()


def staff(email: str, role: str = "admin") -> None:
    """Give a new or existing account a role of staff."""
    known = among([role])
    if not known:
        sys.exit(f"{role} is no role. There is {', '.join(STAFF_ROLES)}.")
    if roles.make_staff(email, known[0]):
        return print(f"{email} is staff now, with the password it had.")
    password = secrets.token_urlsafe(12)
    _sign_up(email, "Staff", password, role)
    print(f"{email} is staff now. Password: {password}")


def _first_people() -> None:
    """Create the seeded accounts. File first: a crash loses no password."""
    sign_ins = config().sign_ins_file
    if not sign_ins.exists():
        made_up = json.dumps(_made_up_people(), indent=2)
        files.write(sign_ins, made_up.encode(), files.FOR_THE_OWNER)
    for name, person in json.loads(sign_ins.read_text()).items():
        if not _find(person["email"]):
            _sign_up(**person, name=name.title(), known_as=name)


def _made_up_people() -> dict[str, dict[str, str]]:
    """{role: {email, password}}. Rejects invalid values of the environment before it saves them."""
    staff_email = config().staff_email or "staff@shop.example"
    staff_password = config().staff_password or secrets.token_urlsafe(12)
    _new(staff_email, "Staff", staff_password)
    return {
        "staff": {"email": staff_email, "password": staff_password},
        **{name: _with_password(name) for name in ("customer", "support", "warehouse", "catalog")},
    }


def _with_password(name: str) -> dict[str, str]:
    return {"email": f"{name}@shop.example", "password": secrets.token_urlsafe(12)}


def _find(email: str) -> db.Row | None:
    with db.reading() as tx:
        return store.find_by_email(tx, texts.email_key(email))


def _sign_up(email: str, name: str, password: str, known_as: str) -> User:
    """known_as: "customer", "staff", or a role of staff."""
    return usecases.sign_up(_new(email, name, password), *named(known_as))


def _new(email: str, name: str, password: str) -> bodies.NewUser:
    given = {"email": email, "name": name, "password": password}
    return bodies.checked(bodies.NewUser, given)


def main(arguments: list[str]) -> None:
    try:
        match arguments:
            case ["prepare"]:
                prepare()
            case ["staff", email, *role]:
                staff(email, *role)
            case _:
                sys.exit(__doc__)
    except ShopError as error:
        details = [fault["detail"] for fault in error.more.get("errors", [])]
        sys.exit(f"{error.detail} {'; '.join(details)}".strip())


if __name__ == "__main__":
    main(sys.argv[1:])
