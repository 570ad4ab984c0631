"""Commands for the shop's operators.

python -m shop.commands prepare        create or migrate the database; at first start also seed it
python -m shop.commands staff EMAIL [ROLE]   make a member of staff; without a role, an admin
"""

import json
import secrets
import sys
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config as Alembic

from shop_rules import bodies, policies, texts
from shop_rules.errors import ShopError
from shop_rules.roles import STAFF_ROLES, among, named
from shop_rules.shapes import Product, User, UserId

from . import db, files, keys, tables  # noqa: F401
from .accounts import roles as accounts_roles
from .accounts import store as accounts
from .accounts import usecases as accounts_usecases
from .catalog import usecases as catalog
from .catalog.search import Asked
from .config import config
from .inventory import usecases as inventory

STAGE = Path(__file__).parents[1]
GOODS = STAGE.parent / "shared" / "catalog"


def prepare() -> None:
    config().data.mkdir(parents=True, exist_ok=True)
    policies.load()
    keys.make_if_absent()
    command.upgrade(Alembic(STAGE / "alembic.ini"), "head")
    done = config().data / f"first-start-done-{db.engine().dialect.name}"
    if not done.exists():
        staff_id = _first_people()
        _seed(staff_id)
        done.touch()


def staff(email: str, role: str = "admin") -> None:
    """Give a new or existing account a role of staff."""
    known = among([role])
    if not known:
        sys.exit(f"{role} is no role. There is {', '.join(STAFF_ROLES)}.")
    if accounts_roles.make_staff(email, known[0]):
        return print(f"{email} is staff now, with the password it had.")
    password = secrets.token_urlsafe(12)
    _sign_up(email, "Staff", password, role)
    print(f"{email} is staff now. Password: {password}")


def _first_people() -> UserId:
    """Create the seeded accounts; returns the staff id. File first: a crash loses no password."""
    sign_ins = config().data / "sign-ins.json"
    if not sign_ins.exists():
        people = json.dumps(_made_up_people(), indent=2)
        files.write(sign_ins, people.encode(), files.FOR_THE_OWNER)
    found: dict[str, UserId] = {}
    for name, person in json.loads(sign_ins.read_text()).items():
        known = _find(person["email"])
        found[name] = (
            known.id if known else _sign_up(**person, name=name.title(), known_as=name)["id"]
        )
    return found["staff"]


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
        return accounts.find_by_email(tx, texts.email_key(email))


def _sign_up(email: str, name: str, password: str, known_as: str) -> User:
    """known_as: "customer", "staff", or a role of staff."""
    return accounts_usecases.sign_up(_new(email, name, password), *named(known_as))


def _new(email: str, name: str, password: str) -> bodies.NewUser:
    given = {"email": email, "name": name, "password": password}
    return bodies.checked(bodies.NewUser, given)


def _seed(staff_id: UserId) -> None:
    """Add the goods. Idempotent: after an interrupted start, it adds only what is missing."""
    goods = json.loads((GOODS / "products.json").read_text())
    for good in reversed(goods):
        _seed_one(good, staff_id)


def _find_good(name: str) -> Product | None:
    alike: Asked = {
        "q": name,
        "category": None,
        "min_price": None,
        "max_price": None,
        "sort": "newest",
    }
    found = catalog.find(alike, limit=100, after=None)[0]
    return next((product for product in found if product["name"] == name), None)


def _seed_one(good: dict[str, Any], staff_id: UserId) -> None:
    stock, picture = good.pop("stock"), good.pop("picture")
    product = _find_good(good["name"]) or catalog.add(bodies.checked(bodies.Product, good))[0]
    if stock and not inventory.newest_adjustments(product["id"], 1, None):
        opening = bodies.StockAdjustment(delta=stock, reason="Opening stock")
        inventory.adjust(staff_id, f"opening-{product['id']}", product["id"], opening)
    if not product["image_url"]:
        content = (GOODS / "pictures" / picture).read_bytes()
        catalog.set_picture(product["id"], content, "image/webp")


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
