"""`commands prepare`: from nothing to a shop that can open, whatever cut it short before."""

import json
import shutil
import sqlite3
import stat
import sys

import pytest

from shop import app, commands, db
from shop.catalog import tasks
from shop.config import config

from .person import Person, data


class PowerCut(BaseException):
    """No handler of errors sees it, as none sees a real one."""


@pytest.fixture
def few_goods(two_goods, tmp_path, monkeypatch):
    """What there is to seed; the folder may be changed."""
    monkeypatch.setattr(commands, "GOODS", shutil.copytree(two_goods, tmp_path / "goods"))
    return json.loads((commands.GOODS / "products.json").read_text())


@pytest.fixture
def one_good(few_goods):
    (commands.GOODS / "products.json").write_text(json.dumps(few_goods[:1]))
    return few_goods[:1]


@pytest.fixture
def prepare(settings, few_goods):
    def run(**values):
        settings(**values)
        commands.main(["prepare"])

    return run


@pytest.fixture
def quickly(monkeypatch):
    """Tables without the migrations, which tests beside this one look after."""
    monkeypatch.setattr(commands.command, "upgrade", lambda *_: db.metadata.create_all(db.engine()))


def dump():
    connection = sqlite3.connect(config().data / "shop.db")
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def sign_ins():
    return json.loads((config().data / "sign-ins.json").read_text())


def opened():
    """What a newcomer finds: people who can sign in, goods with their stock and images."""
    client = app.create_app().test_client()
    tasks.catch_up()  # as every start of the shop does
    staff, customer = Person.seeded(client, "staff"), Person.seeded(client, "customer")
    users = data(staff.get("/users"))
    assert {(user["email"], user["role"], *user["roles"]) for user in users} == {
        (staff.email, "staff", "admin"),
        (customer.email, "customer"),
        *((f"{role}@shop.example", "staff", role) for role in ("support", "warehouse", "catalog")),
    }
    return {product["name"]: _looked_at(staff, product) for product in data(staff.get("/products"))}


def _looked_at(staff, product):
    path = f"/products/{product['id']}"
    adjustments = data(staff.get(f"{path}/stock/adjustments"))
    pictures = [staff.get(f"{path}/image?size={size}").status_code for size in ("full", "thumb")]
    return {
        "price": product["price"],
        "stock": data(staff.get(f"{path}/stock")),
        "adjustments": [adjustment["delta"] for adjustment in adjustments],
        "pictures": pictures,
    }


def expected(goods):
    return {
        good["name"]: {
            "price": good["price"],
            "stock": {"available": good["stock"], "reserved": 0, "sold": 0},
            "adjustments": [good["stock"]],
            "pictures": [200, 200],
        }
        for good in goods
    }


def test_the_first_start_makes_people_and_goods(prepare, few_goods):
    prepare()
    assert opened() == expected(few_goods)


def test_on_postgresql_too(prepare, few_goods, postgres_url):
    prepare(DATABASE_URL=postgres_url)
    assert opened() == expected(few_goods)


def test_a_second_start_changes_nothing(prepare):
    prepare()
    before, people = dump(), sign_ins()
    prepare()
    prepare(SHOP_STAFF_EMAIL="other@example.com", SHOP_STAFF_PASSWORD="another password")
    assert dump() == before
    assert sign_ins() == people


def test_secrets_are_for_their_owners_eyes_only(prepare):
    prepare()
    for name in ("sign-ins.json", "token-signing-key.pem"):
        assert stat.S_IMODE((config().data / name).stat().st_mode) == 0o600


def test_passwords_are_made_up_for_each_shop(prepare, tmp_path):
    prepare()
    first = sign_ins()
    prepare(DATA=str(tmp_path / "another"))
    passwords = {p["password"] for people in (first, sign_ins()) for p in people.values()}
    assert len(passwords) == 2 * len(first) == 10
    assert all(len(password) >= 16 for password in passwords)


def test_staff_can_be_named_at_the_first_start(prepare):
    prepare(SHOP_STAFF_EMAIL="ada@example.com", SHOP_STAFF_PASSWORD="correct horse battery")
    assert sign_ins()["staff"]["email"] == "ada@example.com"
    client = app.create_app().test_client()
    ada = Person(client, "ada@example.com", "correct horse battery")
    assert data(ada.get("/users"))


def test_a_refused_name_of_staff_can_be_mended(prepare):
    with pytest.raises(SystemExit, match="character"):
        prepare(SHOP_STAFF_EMAIL="ada@example.com", SHOP_STAFF_PASSWORD="short")
    prepare(SHOP_STAFF_EMAIL="ada@example.com", SHOP_STAFF_PASSWORD="correct horse battery")
    assert Person(app.create_app().test_client(), "ada@example.com", "correct horse battery")


def test_a_person_who_left_is_not_made_again(prepare, few_goods):
    prepare()
    client = app.create_app().test_client()
    customer = Person.seeded(client, "customer")
    users = data(Person.seeded(client, "staff").get("/users"))
    customer.id = next(user["id"] for user in users if user["role"] == "customer")
    assert customer.delete(f"/users/{customer.id}").status_code == 204
    prepare()
    left = data(Person.seeded(client, "staff").get("/users"))
    assert [user["role"] for user in left] == ["staff"] * (len(users) - 1)


STEPS = ("commands.py", "keys.py", "files.py", "tasks.py")


def watched(at_line):
    """Runs prepare() and calls at_line((file, number)) before each line of those files."""

    def trace(frame, event, _):
        path, _, name = frame.f_code.co_filename.rpartition("/")
        if name in STEPS and "/shop" in path:
            if event == "line":
                at_line((name, frame.f_lineno))
            return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        commands.prepare()
    finally:
        sys.settrace(before)


def on_the_disk():
    """Changes with each file written and each transaction committed."""
    return {path: path.stat().st_size for path in config().data.rglob("*")}


def moments():
    """The lines of a first start before which something had just been kept."""
    found, kept = [], [None]

    def at_line(line):
        if on_the_disk() != kept[-1] and line not in found:
            found.append(line)
            kept.append(on_the_disk())

    watched(at_line)
    return found


def cut_short(moment):
    def at_line(line):
        if line == moment:
            raise PowerCut

    with pytest.raises(PowerCut):
        watched(at_line)


def test_a_first_start_that_is_cut_short_anywhere_is_completed_by_the_next(
    prepare, settings, one_good, quickly, tmp_path
):
    settings(DATA=str(tmp_path / "whole"))
    to_try = moments()
    assert len(to_try) > 10
    unfinished = {}
    for number, moment in enumerate(to_try):
        settings(DATA=str(tmp_path / f"cut-{number}"))
        cut_short(moment)
        try:
            prepare(DATA=str(tmp_path / f"cut-{number}"))
            assert opened() == expected(one_good)
        except (Exception, SystemExit) as error:
            unfinished[moment] = f"{type(error).__name__}: {error}"[:200]
    assert unfinished == {}


@pytest.mark.parametrize("name", ["what?", "a #1", "100%41", "{data}", "it's", "?mode=memory"])
def test_the_database_is_in_the_data_folder_whatever_that_is_called(prepare, tmp_path, name):
    folder = tmp_path / "kept"
    prepare(DATA=str(folder / name))
    assert (folder / name / "shop.db").stat().st_size > 0
    assert [each.name for each in folder.iterdir()] == [name]
