"""One thing to play with on its page, in a browser."""

from urllib.parse import urlsplit

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
PATIENCE = 60_000  # milliseconds


class Opened:
    def __init__(self, browser, url, name, viewport=DESK, dark=False, **more):
        scheme = "dark" if dark else "light"
        self._context = browser.new_context(viewport=viewport, color_scheme=scheme, **more)
        self._context.set_default_timeout(PATIENCE)
        self.page = self._context.new_page()
        self._faults, self._host = [], urlsplit(url).netloc
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self._faults.append(str(error)))
        self.page.on("request", self._asked)
        self.page.goto(url)
        self.place = self.page.locator(f"[data-play={name}]")

    def close(self):
        self._context.close()
        return self._faults

    def press(self, *names):
        for name in names:
            self.place.get_by_role("button", name=name, exact=True).click()

    def choose(self, name):
        self.place.get_by_role("radio", name=name, exact=True).check(force=True)

    def sees(self, text):
        from playwright.sync_api import expect  # only where there is a browser

        expect(self.place.get_by_role("status")).to_contain_text(text, timeout=PATIENCE)

    def clean(self):
        """What axe finds on a desk in the light and on a phone in the dark, and the page if it is
        wider than the screen."""
        from axe_playwright_python.sync_playwright import Axe

        axe, told = Axe(), []
        for viewport, scheme in ((DESK, "default"), (PHONE, "slate")):
            self.page.set_viewport_size(viewport)
            self.page.evaluate(DRESS, scheme)
            options = {"resultTypes": ["violations"]}
            found = axe.run(self.page, context="[data-play]", options=options)
            for each in found.response["violations"]:
                told += [f"{each['id']}: {node['html'][:150]}" for node in each["nodes"]]
            width = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
            told += [f"{width[0]} pixels wide"] * (width[0] > width[1])
        return told

    def _said(self, message):
        if message.type in ("error", "warning"):
            self._faults.append(message.text)

    def _asked(self, request):
        url = urlsplit(request.url)
        if url.scheme not in ("data", "blob") and url.netloc != self._host:
            self._faults.append(f"asked {request.url}")


DRESS = "(scheme) => document.body.setAttribute('data-md-color-scheme', scheme)"
