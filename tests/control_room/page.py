"""A page of the control room, in a browser, and what is to be seen on it."""

from urllib.parse import urlsplit

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
PROJECTOR = {"width": 1280, "height": 720}
MAP = "[data-node=sandbox]"  # is on every map
WIDTHS = (1440, 1280, 1024, 901, 768, 390)  # pixels
PATIENCE = 15_000  # milliseconds


class Watched:
    def __init__(
        self, browser, room, viewport=DESK, dark=False, mission="", path="/", first=MAP, **more
    ):
        scheme = "dark" if dark else "light"
        self._context = browser.new_context(viewport=viewport, color_scheme=scheme, **more)
        self._context.set_default_timeout(PATIENCE)
        self.page = self._context.new_page()
        self._faults, self._host, self._may = [], urlsplit(room.url).netloc, ()
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self._faults.append(str(error)))
        self.page.on("request", self._asked)
        link = room.link.replace("/#", f"{path}#")
        self.page.goto(link + (f"&mission={mission}" if mission else ""))
        self.page.locator(first).first.wait_for()

    def close(self):
        self._context.close()
        return self._faults

    def faults(self):
        """Those since they were last asked for."""
        found, self._faults = self._faults, []
        return found

    def expects(self, *words):
        """What the console may say in this test."""
        self._may = words

    def shows(self, selector, text=None, count=None):
        from playwright.sync_api import expect  # only where there is a browser

        found = self.page.locator(selector)
        if text is not None:
            expect(found).to_have_text(text, timeout=PATIENCE)
        if count is not None:
            expect(found).to_have_count(count, timeout=PATIENCE)

    def has_class(self, node, name, has=True):
        self.shows(f"#map [data-node='{node}'].{name}", count=1 if has else 0)

    def at(self, share):
        """Go to that share of the story, 0 to 1."""
        script = (
            "share => { const s = document.querySelector('#scrub'); s.step = 'any';"
            " s.value = 1000 * share; s.dispatchEvent(new Event('input')); }"
        )
        self.page.evaluate(script, share)

    def at_ms(self, t, length):
        """Go to that moment of a story of that length, which is shown a quarter longer."""
        self.at(t / (length * 1.25))

    def choose(self, trace):
        """The story of that trace, as room.feed() got it. It is halted at its beginning."""
        option = f"#stories option[value='{trace:0>32}']"
        self.page.locator(option).wait_for(state="attached")
        self.page.select_option("#stories", f"{trace:0>32}")
        if self.page.inner_text("#play") == "Pause":
            self.page.click("#play")
        self.at(0)

    def edges_in_time(self, length, step=1):
        """The edges that dots take, each once, in the order in which they first appear."""
        script = """([length, step]) => {
            const slider = document.querySelector("#scrub"), found = new Set();
            const dots = () => document.querySelectorAll("#dots [data-edge]");
            slider.step = "any";
            for (let t = 0; t < length; t += step) {
                slider.value = 1000 * t / (length * 1.25);
                slider.dispatchEvent(new Event("input"));
                dots().forEach(e => found.add(e.dataset.edge));
            }
            return [...found];
        }"""
        return self.page.evaluate(script, [length, step])

    def too_wide(self):
        """The widths of a screen that the page does not fit in."""
        script, found = "document.documentElement.scrollWidth", []
        before = self.page.viewport_size
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 800})
            found += [width] if self.page.evaluate(script) > width else []
        self.page.set_viewport_size(before)
        return found

    def dots(self):
        """[(edge, kind)] of all that is under way."""
        script = "all => all.map(e => [e.dataset.edge, e.dataset.kind])"
        found = self.page.eval_on_selector_all("#dots [data-edge]", script)
        return [tuple(pair) for pair in found]

    def waiting(self):
        """Where messages wait that are not received yet."""
        script = "all => all.map(e => e.dataset.waits)"
        return self.page.eval_on_selector_all("#dots [data-waits]", script)

    def states(self):
        """{lane: [states]} of the order's life."""
        script = "all => all.map(e => [e.dataset.lane, e.dataset.word])"
        found = {}
        for lane, word in self.page.eval_on_selector_all("#life .band", script):
            found.setdefault(lane, []).append(word)
        return found

    def axe(self):
        from axe_playwright_python.sync_playwright import Axe

        options = {"resultTypes": ["violations"]}
        found = Axe().run(self.page, options=options).response["violations"]
        return [f"{each['id']}: {node['html'][:150]}" for each in found for node in each["nodes"]]

    def _said(self, message):
        if message.type in ("error", "warning") and not any(
            word in message.text for word in self._may
        ):
            self._faults.append(message.text)

    def _asked(self, request):
        url = urlsplit(request.url)
        if url.scheme not in ("data", "blob") and url.netloc != self._host:
            self._faults.append(f"asked {request.url}")
