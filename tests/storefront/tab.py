"""A tab that is watched: whatever is wrong with the page besides what a test looks for."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import expect

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
REFUSED = re.compile(r"Failed to load resource: .*status of (\d+)")
OF_AN_OLD_API = "This API is deprecated"  # said to developers: test_versions.py
UNREACHABLE = "Failed to load resource: net::ERR_"
PATIENCE = 20_000  # milliseconds: an order settles within 15 s

expect.set_options(timeout=PATIENCE)


class Visits:
    """Browser profiles, each with its own cookies."""

    def __init__(self, browser, url):
        self._browser, self._contexts, self._tabs = browser, [], []
        self.site = url.removesuffix("/api/v1")

    def __call__(self, viewport=DESK, dark=False, **more):
        settings = {"locale": "en-US", "timezone_id": "Europe/Amsterdam", **more}
        scheme = "dark" if dark else "light"
        settings |= {"has_touch": True, "is_mobile": True} if viewport is PHONE else {}
        context = self._browser.new_context(viewport=viewport, color_scheme=scheme, **settings)
        context.set_default_timeout(PATIENCE)
        self._contexts.append(context)
        return self.tab(context)

    def tab(self, context):
        """Another tab of the same profile."""
        made = Tab(context.new_page(), self.site)
        self._tabs.append(made)
        return made

    def close(self):
        """Ends all, and fails if a page did what none may do."""
        for context in self._contexts:
            context.close()
        faults = [fault for tab in self._tabs for fault in tab.faults()]
        assert faults == [], faults


class Tab:
    def __init__(self, page, site):
        self.page, self.site, self._hosts = page, site, {urlsplit(site).netloc}
        self._console, self._errors, self._elsewhere, self._may = [], [], [], set()
        page.on("console", lambda message: self._console.append((message.type, message.text)))
        page.on("pageerror", lambda error: self._errors.append(str(error)))
        page.on("request", self._look_at)

    def open(self, path="/"):
        self.page.goto(self.site + path)
        return self

    def expects(self, *refusals):
        """Statuses that the console may name in this test, or "unreachable"."""
        self._may |= set(refusals)

    def may_go_to(self, url):
        """Another site that this tab may be at in this test."""
        self._hosts.add(urlsplit(url).netloc)

    def faults(self):
        """Errors of scripts and of the console, and requests to another host."""
        loud = [text for kind, text in self._console if kind in ("error", "warning")]
        loud = [text for text in loud if not text.startswith(OF_AN_OLD_API)]
        return self._errors + self._elsewhere + [text for text in loud if not self._is_known(text)]

    def _is_known(self, text):
        refused = REFUSED.search(text)
        if refused:
            return int(refused[1]) in self._may
        return text.startswith(UNREACHABLE) and "unreachable" in self._may

    def _look_at(self, request):
        url = urlsplit(request.url)
        if url.scheme not in ("data", "blob") and url.netloc not in self._hosts:
            self._elsewhere.append(f"asked {request.url}")

    # What people do.

    def click(self, name, role="button", exact=False, within=None):
        (within or self.page).get_by_role(role, name=name, exact=exact).first.click()

    def fill(self, label, text):
        self.page.get_by_label(label, exact=True).first.fill(text)

    def sees(self, text, role=None):
        found = self.page.get_by_role(role, name=text) if role else self.page.get_by_text(text)
        expect(found.first).to_be_visible()

    def heading(self, text):
        expect(self.page.get_by_role("heading", level=1, name=text)).to_be_visible()

    def sign_in(self, person, path="/sign-in"):
        self.open(path)
        self.fill("Email", person.email)
        self.fill("Password", person.password)
        self.page.locator("main form").get_by_role("button", name="Sign in", exact=True).click()
        self.is_signed_in()

    def is_signed_in(self):
        expect(self.page.locator("#nav").get_by_role("link", name="Account")).to_be_attached()
        expect(self.page.locator("main").get_by_label("Password", exact=True)).to_have_count(0)

    def put_in_cart(self, product):
        self.open(f"/products/{product['id']}")
        self.heading(product["name"])
        self.click("Add to cart")
        self.sees("is in your cart")

    def type_address(self):
        for label, text in ADDRESS.items():
            self.fill(label, text)
        self.page.get_by_label("Country").select_option("NL")

    def pay_with(self, card):
        self.page.get_by_role("radio", name=re.compile(f"^{card}")).check()

    def order(self, card="Visa"):
        """From the cart to the order's page."""
        self.open("/cart")
        self.type_address()
        self.pay_with(card)
        self.click("Place order")
        self.page.wait_for_url("**/orders/*")
        return self.page.url.rsplit("/", 1)[1]


ADDRESS = {
    "Name": "Ada Lovelace",
    "Street and number": "Oudegracht 1",
    "Postal code": "3511 AB",
    "City": "Utrecht",
}
