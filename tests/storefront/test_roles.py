"""What staff with one role are offered, and how an admin changes that."""

import pytest

from tests.contract.steps import a_product, accepted, an_order, settled, signed_in

from .tab import expect


@pytest.fixture
def someone(visit, colleagues):
    """someone(role): a tab in which that member of staff is signed in."""

    def sign_in(role):
        tab = visit()
        tab.sign_in(colleagues[role])
        return tab

    return sign_in


def links(tab):
    return tab.page.locator("#nav a").all_inner_texts()


@pytest.mark.short
@pytest.mark.alone
def test_an_admin_gives_a_role_and_reads_who_did_it(visit, staff, colleagues):
    person, tab = colleagues["support"], visit()
    tab.sign_in(staff)
    tab.open("/staff/people")
    team = tab.page.locator("li.team").filter(has_text=person.email)
    expect(team.get_by_role("checkbox", name="Support")).to_be_checked()
    team.get_by_role("checkbox", name="Catalog").check()
    team.get_by_role("button", name="Save").click()
    try:
        tab.sees("It counts at once")
        assert accepted(staff.get(person.path))["roles"] == ["catalog", "support"]
        tab.click("Changes", role="link")
        first = tab.page.locator("li.row-audit").first
        expect(first).to_contain_text(f"{staff.email} set the roles of {person.email}")
        expect(first).to_contain_text("support → catalog, support")
    finally:
        admin = signed_in(staff.shop, staff.email, staff.password)
        accepted(admin.put(f"{person.path}/roles", {"roles": ["support"]}))


def test_the_last_admin_is_told_why_the_role_stays(visit, staff):
    tab = visit()
    tab.sign_in(staff)
    tab.open("/staff/people")
    tab.expects(409)
    team = tab.page.locator("li.team").filter(has_text=staff.email)
    team.get_by_role("checkbox", name="Admin").uncheck()
    team.get_by_role("button", name="Save").click()
    tab.sees("needs at least one admin")
    expect(team.get_by_role("checkbox", name="Admin")).to_be_checked()


@pytest.mark.parametrize(
    ("role", "at", "offered", "hidden"),
    [
        ("warehouse", "/staff", ["Orders"], ["/staff/products", "/staff/people", "/staff/exports"]),
        ("support", "/staff", ["Orders"], ["/staff/products", "/staff/audit", "/staff/exports"]),
        ("catalog", "/staff/products", ["Products"], ["/staff", "/staff/people", "/staff/audit"]),
    ],
)
def test_a_role_sees_its_own_pages_and_no_others(someone, role, at, offered, hidden):
    tab = someone(role)
    tab.open()
    tab.click("Staff", role="link")
    tab.page.wait_for_url(f"**{at}")
    tab.heading(offered[0])
    assert [text.strip() for text in links(tab)] == [*offered, "Account", "View shop"]
    for path in hidden:
        tab.open(path)
        tab.heading("Page not found")


@pytest.mark.short
def test_the_menu_marks_what_a_page_belongs_to(tab, staff):
    tab.sign_in(staff)
    for path, name in {
        "/staff": "Orders",
        "/staff/exports": "Orders",
        "/staff/products": "Products",
        "/staff/imports": "Products",
        "/staff/analytics": "Products",
        "/staff/audit": "Team",
        "/account": "Account",
        "/messages": "Orders",
    }.items():
        tab.open(path)
        expect(tab.page.locator("#nav [aria-current=page]")).to_have_text(name)
    tab.open("/staff")
    tab.heading("Orders")
    icons = tab.page.eval_on_selector_all("#nav svg", "all => all.map(each => each.innerHTML)")
    assert len(set(icons)) == len(links(tab))  # on a phone they are all that the menu shows


def test_only_the_warehouse_is_offered_to_ship_and_support_to_cancel(someone, staff, customer):
    order = settled(customer, an_order(customer, a_product(staff, price=10_000), quantity=2))
    for role, ship, cancel in (("warehouse", 1, 0), ("support", 0, 1)):
        tab = someone(role)
        tab.open("/staff")
        row = tab.page.locator("li.ship").filter(has_text=order["id"][-4:])
        expect(row.get_by_role("link")).to_be_visible()
        assert row.get_by_role("button", name="Ship").count() == ship
        tab.open(f"/orders/{order['id']}")
        tab.heading("Confirmed")
        assert tab.page.get_by_role("button", name="Cancel this order").count() == cancel
