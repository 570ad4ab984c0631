"""Injection: what a database, a queue, a log or a template would obey is only text to the shop."""

import json
from urllib.parse import quote

import pytest

from tests.contract.steps import (
    ADDRESS,
    LISTED,
    a_customer,
    a_product,
    accepted,
    add_stock,
    eventually,
    new_key,
    place,
    put_in_cart,
    sign_in,
    unique,
)

TEXTS = [
    "' OR '1'='1",
    "'; DROP TABLE users; --",
    '" OR ""="',
    "1) UNION SELECT secret FROM pg_shadow --",
    "\\'; SELECT pg_sleep(9); --",
    "$$; COPY (SELECT 1) TO PROGRAM 'id'; $$",
    "%_%",
    "[a-z]*",
    "\r\nSET role staff\r\n*1\r\n$8\r\nFLUSHALL\r\n",
    "FLUSHALL\n",
    '{"$gt": ""}',
    '{"S": "x"}, "role": {"S": "staff"}',
    "#n = :v OR attribute_exists(#pk)",
    ":email",
    "#total",
    "{{7*7}}",
    "${7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "${jndi:ldap://127.0.0.1:1/a}",
    "%(secret)s %s %n {0.__class__} {config}",
    "`id`; $(id) | id && id",
    "../../../../etc/passwd",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "=cmd|' /C calc'!A0",
    '\x1b[2J\x1b]0;title\x07{"level": "error"}',
    '\n{"event": "request", "status": 200, "user_id": "forged"}',
    "!!python/object/apply:os.system ['id']",
    "cos\nsystem\n(S'id'\ntR.",
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
    "(&(uid=*)(userPassword=*))",
    "\u202eevil\u2066",
]
AS_SENT = [text for text in TEXTS if text == text.strip()]


def some(texts):
    """For `make test` every third, since each is a request or two."""
    return texts[::3]


def names(shop, texts):
    """{text: name of a person who signed up with it}, of all whose name is another."""
    people = {text: a_customer(shop, name=text) for text in texts}
    shown = {text: accepted(each.get(each.path))["name"] for text, each in people.items()}
    return {text: name for text, name in shown.items() if name != text.strip()}


@pytest.mark.short
def test_a_persons_name_comes_back_as_text(shop):
    assert names(shop, some(AS_SENT)) == {}


def test_every_persons_name_comes_back_as_text(shop):
    assert names(shop, TEXTS) == {}


@pytest.mark.short
def test_a_products_texts_come_back_as_text_and_are_searched_literally(staff, anyone):
    mark = unique("inj")
    made = {}
    for text in some(AS_SENT):
        name = f"{mark} {text}"[:200].strip()
        fields = {"name": name, "description": text, "category": text[:50].strip()}
        made[name] = a_product(staff, stock=0, **fields)["id"]
    for name, id_ in made.items():
        assert accepted(anyone.get(f"/products/{id_}"))["name"] == name

        def search(name=name, id_=id_):
            items = accepted(anyone.get("/products", params={"q": name}))
            assert {item["id"] for item in items} == {id_}, name

        eventually(search, LISTED)


def test_no_query_parameter_is_part_of_a_query(anyone):
    """Neither an error of the database, nor more than the search for that text finds."""
    for text in TEXTS:
        for name in ("q", "category"):
            answer = anyone.get("/products", params={name: text + unique("x")})
            assert answer.status_code in (200, 422), (name, text, answer.text)
            assert answer.status_code == 422 or accepted(answer) == [], (name, text)
        for name in ("sort", "limit", "min_price", "cursor"):
            answer = anyone.get("/products", params={name: text})
            assert answer.status_code == 422, (name, text, answer.text)


def test_no_id_is_part_of_a_query(world):
    for text in TEXTS:
        for template in ("/products/{}", "/orders/{}", "/users/{}", "/products/{}/stock"):
            path = template.format(quote(text, safe=""))
            answer = world.staff.get(path)
            assert answer.status_code in (400, 404), (path, answer.text)
    world.is_untouched()


@pytest.mark.short
def test_nobody_signs_in_by_a_query(shop):
    for text in some(TEXTS):
        assert sign_in(shop, f"{text}@example.org", text + "x" * 10).status_code in (401, 422), text
    for odd in ({"$ne": None}, ["a@b.cd"], True, {"S": "a@b.cd"}):
        assert sign_in(shop, odd, odd).status_code == 422, odd


def test_an_orders_texts_come_back_as_text(staff, shop):
    customer, product = a_customer(shop), a_product(staff, stock=0)
    add_stock(staff, product, 99)
    for text in AS_SENT:
        fits = [text.replace("\n", " ").replace("\r", " ")[:100].strip(), text[:100].strip()]
        put_in_cart(customer, product)
        answers = [place(customer, address=ADDRESS | {"line1": each}) for each in fits]
        statuses = {answer.status_code for answer in answers}
        assert statuses <= {201, 422}, (text, [answer.text for answer in answers])
        for answer, sent in zip(answers, fits, strict=True):
            if answer.status_code == 201:
                assert accepted(answer, 201)["shipping_address"]["line1"] == sent
    reason = {"delta": 1, "reason": "'; DELETE FROM adjustments; --"}
    path = f"/products/{product['id']}/stock/adjustments"
    assert accepted(staff.post(path, reason, headers=new_key()), 201)["reason"] == reason["reason"]


def test_no_text_makes_a_line_of_the_log(shop, stage, anyone):
    """Logs are JSON, a line for each event: a line break in a text cannot begin another."""
    mark = unique("forged")
    line = json.dumps({"event": mark, "level": "error"})
    a_customer(shop, name=f"x\n{line}")
    anyone.get(f"/products?q=%0A{quote(line)}")
    anyone.get(f"/products/%0A{quote(line)}", headers={"User-Agent": line, "Referer": line})
    for log in (stage.data / "logs").glob("*.log"):
        for each in log.read_text(errors="replace").splitlines():
            assert not each.startswith(line), (log.name, each)
