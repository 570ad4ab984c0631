"""Two API versions on one set of routes, in one process."""

import json

import pytest

from .person import Person, data

PUBLIC = "https://shop.example:8443/desk"


@pytest.fixture
def shop(open_shop):
    return open_shop(PUBLIC_URL=PUBLIC, V1_SUNSET="2028-01-31").test_client()


def test_the_end_of_version_1_is_configured(shop):
    answer = shop.get("/desk/api/v1/products?limit=1")
    assert answer.headers["Sunset"] == "Mon, 31 Jan 2028 00:00:00 GMT"
    link = f'<{PUBLIC}/api/v2/products>; rel="successor-version"'
    assert answer.headers["Link"] == link


@pytest.mark.parametrize("before", ["", "/desk"])
def test_a_version_is_asked_for_behind_a_prefix(shop, before):
    for path, header in (("/api/v2/products", None), ("/api/products", "2")):
        headers = {"Api-Version": header} if header else {}
        [product, *_] = data(shop.get(f"{before}{path}", headers=headers))
        assert product["price"]["currency"] == "EUR"
        assert product["image_url"].startswith(f"{PUBLIC}/api/v2/products/")


def test_a_refusal_names_the_path_that_was_asked_for(shop):
    for base, headers in (("/api/v2", {}), ("/api", {"Api-Version": "2"}), ("/api", {})):
        answer = shop.get(f"{base}/%C3%A9%2Fx", headers=headers)
        assert answer.json["instance"] == f"/desk{base}/%C3%A9/x"


def test_a_log_line_names_the_path_and_a_count_the_version(shop, caplog):
    with caplog.at_level("INFO", logger="shop"):
        shop.get("/api/health?version=2")
    line = json.loads(caplog.messages[-1])
    assert (line["event"], line["path"]) == ("request", "/api/health")


def test_a_body_is_measured_as_it_was_sent(shop):
    """A body of version 2 may have as many bytes as one of version 1."""
    staff = Person.seeded(shop, "staff")
    headers = {"Authorization": f"Bearer {staff.token}", "Content-Type": "application/json"}
    money = '{"amount": 5, "currency": "EUR"}'
    body = f'{{"name": "Tea", "category": "drinks", "price": {money}, "description": "D"}}'
    for size, status in ((262_144, 201), (262_145, 413)):
        sent = body.replace("D", " " * (size - len(body) + 1)).encode()
        assert len(sent) == size
        answer = shop.post("/api/v2/products", data=sent, headers=headers)
        assert answer.status_code == status
