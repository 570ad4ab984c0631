"""What `make bench STAGE=1` compares with sends what the shop sends, and nothing else."""

import json

import pytest

from shop import db
from tests.bench import bare_server, bare_steps

from .conftest import KEY
from .person import Person, a_product, data, place, put_in_cart


@pytest.fixture
def shop(open_shop, sandbox, postgres_url):
    return open_shop(DATABASE_URL=postgres_url, PAYMENT_URL=sandbox, PAYMENT_KEY=KEY).test_client()


@pytest.fixture
def bare(shop, staff, sandbox, postgres_url, tmp_path):
    """(what was recorded of the shop, the bare server that sends the same)"""
    customer, product = Person.new(shop), a_product(staff, stock=50)
    put_in_cart(customer, product)
    order = data(place(customer), 201)
    paths = {
        "product": f"/products/{product['id']}",
        "list": "/products",
        "search": "/products?q=te",
        "order": f"/orders/{order['id']}",
    }
    file = tmp_path / "steps.json"
    sent = {"reads": bare_steps.of_reads(staff, paths)}
    sent["orders"] = [bare_steps.of_an_order(customer, product)]
    file.write_text(json.dumps(sent))
    environ = {"STEPS": str(file), "DATABASE_URL": postgres_url, "PAYMENT_URL": sandbox}
    app = bare_server.create_app(environ)
    yield sent, app
    app.steps.engine.dispose()


def told(steps):
    """Statements, ends of transactions, and calls; without values, which are made anew."""
    return [
        step.get("sql") or (step["call"][0] if "call" in step else "COMMIT")
        for step in json.loads(bare_steps.as_text(steps))
    ]


def test_a_read_sends_the_same_statements(bare):
    sent, app = bare
    for name in ("product", "list", "search", "order"):
        with bare_steps.recorded(app.steps.engine) as steps:
            assert app.test_client().get(f"/{name}").status_code == 200
        assert json.loads(bare_steps.as_text(steps)) == json.loads(sent["reads"][name])
    assert len(json.loads(sent["reads"]["order"])) == 2


def test_an_order_sends_the_same_statements_and_calls_again_and_again(bare):
    sent, app = bare
    ((text, made),) = sent["orders"]
    for _ in range(3):
        with bare_steps.recorded(app.steps.engine) as steps:
            assert app.test_client().post("/orders").status_code == 201
        assert told(steps) == told(json.loads(text))
    assert told(steps).count("COMMIT") == 4 and told(steps).count("POST") == 2
    assert any(each.startswith("pi_") for each in made)
    with db.reading() as tx:
        placed = "SELECT status, count(*), count(DISTINCT cart_id) FROM orders GROUP BY status"
        assert tx.exec_driver_sql(placed).all() == [("confirmed", 7, 7)]
