"""What a page may do, and what a file may be asked for: policy, scripts, paths, methods, caches."""

import re

import pytest
import requests

from tests.contract.forms import check_problem
from tests.contract.steps import a_customer, a_product, put_in_cart, unique

from .steps import png
from .tab import expect

SCRIPT = "<script>window.ran=1</script><img src=x onerror=window.ran=1>"
NAMES = ["/", "/cart", "/orders", "/staff", "/products/00000000-0000-7000-8000-000000000000"]
ELSEWHERE = [
    "/nothing",
    "/index.html",
    "/assets/",
    "/assets/000000000000/shop.css",
    "/assets/{digest}/../../etc/passwd",
    "/assets/{digest}/..%2f..%2fetc/passwd",
    "/assets/{digest}/js",
    "/assets/{digest}/js/app.js/",
    "//cart",
    "/cart/",
    "/Cart",
    "/products/a/b",
    "/.git/config",
    "/metrics",
]


@pytest.fixture
def site(shop):
    return shop.url.removesuffix("/api/v1")


@pytest.fixture
def digest(site):
    return re.search(r"assets/(\w+)/", requests.get(site, timeout=30).text)[1]


def test_a_script_in_every_text_a_person_can_write_stays_text(visit, shop, staff):
    name = unique("x") + SCRIPT
    product = a_product(staff, name=name, description=SCRIPT, category=f"c{SCRIPT}")
    person = a_customer(shop, name=f"Ada {SCRIPT}")
    put_in_cart(person, product)
    tab = visit()
    tab.sign_in(person)
    tab.open(f"/products/{product['id']}")
    tab.heading(name)
    tab.open(f"/?q={name[:20]}")
    expect(tab.page.get_by_role("link", name=name)).to_be_visible()
    tab.open("/cart")
    expect(tab.page.get_by_label("Name", exact=True)).to_have_value(f"Ada {SCRIPT}")
    for label, text in {
        "Street and number": SCRIPT,
        "Postal code": "1<b>2",
        "City": SCRIPT,
    }.items():
        tab.fill(label, text)
    tab.click("Place order")
    tab.heading("Your order is confirmed")
    tab.sees(SCRIPT)
    for path in ("/orders", "/messages", "/account"):
        tab.open(path)
        tab.page.wait_for_load_state("networkidle")
        assert tab.page.evaluate("window.ran") is None
    clerk = visit()
    clerk.sign_in(staff)
    for path in ("/staff", "/staff/products", f"/staff/products/{product['id']}"):
        clerk.open(path)
        clerk.page.wait_for_load_state("networkidle")
        assert clerk.page.evaluate("window.ran") is None


@pytest.mark.short
def test_a_script_that_got_in_would_not_run(tab):
    """The policy itself, should a text ever become markup: inline code, handlers, strangers."""
    tab.open()
    tab.sees("Show more", role="button")
    for attempt in (
        "document.body.innerHTML += '<img src=x onerror=window.ran=1>'",
        "document.body.append(Object.assign(document.createElement('script'), {text: 'ran = 1'}))",
        "document.body.setHTMLUnsafe('<img src=x onerror=window.ran=1>')",
        "document.body.setAttribute('onclick', 'window.ran=1'); document.body.click()",
    ):
        tab.page.evaluate(f"() => {{ try {{ {attempt} }} catch {{}} }}")
    asked = "fetch('https://example.com').then(() => 'sent', () => 'refused')"
    assert tab.page.evaluate(asked) == "refused"
    assert tab.page.evaluate("window.ran") is None
    assert len(tab.faults()) >= 4  # the browser says so in the console
    tab._console.clear()
    tab._elsewhere.clear()


@pytest.mark.short
def test_a_page_says_what_it_may_do(site):
    answer = requests.get(f"{site}/cart", timeout=30)
    policy = dict(
        part.strip().partition(" ")[::2]
        for part in answer.headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["require-trusted-types-for"] == "'script'"
    assert "unsafe" not in str(policy)
    assert "*" not in str(policy)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=|javascript:", answer.text)


@pytest.mark.parametrize("path", NAMES)
def test_a_page_is_revalidated_by_its_tag(site, path):
    first = requests.get(site + path, timeout=30)
    assert first.status_code == 200
    assert first.headers["Content-Type"] == "text/html; charset=utf-8"
    assert first.headers["Cache-Control"] == "no-cache"
    tag = {"If-None-Match": first.headers["ETag"]}
    again = requests.get(site + path, headers=tag, timeout=30)
    assert (again.status_code, again.content) == (304, b"")


def test_a_file_may_be_kept_for_good_because_its_name_changes_with_it(site, digest):
    answer = requests.get(f"{site}/assets/{digest}/shop.css", timeout=30)
    assert answer.headers["Content-Type"].startswith("text/css")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_a_file_is_sent_packed_only_to_who_can_unpack_it(site, digest):
    url = f"{site}/assets/{digest}/js/app.js"
    packed = requests.get(url, headers={"Accept-Encoding": "gzip, br"}, timeout=30)
    plain = requests.get(url, headers={"Accept-Encoding": "identity"}, timeout=30)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert packed.content == plain.content
    assert packed.headers["ETag"] != plain.headers["ETag"]


@pytest.mark.parametrize("path", ["/", "/cart", "/assets/{digest}/shop.css"])
def test_head_is_a_get_without_its_content(site, digest, path):
    url = site + path.format(digest=digest)
    head = requests.head(url, timeout=30)
    got = requests.get(url, timeout=30)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("Content-Length", "Content-Type", "ETag", "Content-Security-Policy"):
        assert head.headers[name] == got.headers[name]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/", "/cart", "/assets/{digest}/shop.css"])
def test_any_other_method_is_405_in_the_contracts_form(site, digest, method, path):
    answer = requests.request(method, site + path.format(digest=digest), data=b"x", timeout=30)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    check_problem(answer)


@pytest.mark.parametrize("path", ELSEWHERE)
def test_a_path_outside_the_site_is_the_apis_404(site, digest, path):
    with requests.Session() as session:
        session.trust_env = False
        asked = requests.Request("GET", site).prepare()
        asked.url = site + path.format(digest=digest)  # as it is: no dots are taken out of it
        answer = session.send(asked, timeout=30)
    assert answer.status_code == 404
    check_problem(answer)


def test_an_image_is_no_page(shop, staff, site):
    """Bytes that a member of staff put there are answered as an image and nothing else."""
    product = a_product(staff)
    content = png() + b"<html><script>window.ran=1</script>"
    staff.put(
        f"/products/{product['id']}/image", data=content, headers={"Content-Type": "image/png"}
    )
    answer = requests.get(f"{shop.url}/products/{product['id']}/image", timeout=30)
    assert answer.headers["Content-Type"] == "image/png"
    if not answer.history:  # else it comes from a bucket, which has no such header to give
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
