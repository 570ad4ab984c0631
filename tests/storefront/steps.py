"""What several of these tests do."""

import io
from contextlib import contextmanager

from PIL import Image

API = "**/api/v1/**"


def on_screen(locator):
    """What an element looks like, as an image."""
    return Image.open(io.BytesIO(locator.screenshot()))


def png(color="#7c9", size=64):
    """The bytes of a small image."""
    content = io.BytesIO()
    Image.new("RGB", (size, size), color).save(content, "PNG")
    return content.getvalue()


@contextmanager
def held(page):
    """While it lasts, the API answers nothing: what the page shows meanwhile is its own."""
    waiting = []
    page.route(API, lambda route: waiting.append(route))
    yield
    for route in waiting:
        route.abort()
    page.unroute(API)


def seconds_to_answer(page, press):
    """From the event of a press until a frame that shows any change has been painted."""
    page.evaluate(WATCH)
    press(page)
    return page.evaluate("window.answered") / 1000


WATCH = """() => {
  const EVERYTHING = { subtree: true, childList: true, attributes: true, characterData: true };
  let start;
  for (const kind of ["click", "change"]) {
    addEventListener(kind, () => (start ??= performance.now()), { capture: true, once: true });
  }
  window.answered = new Promise((done) => {
    setTimeout(() => done(60_000), 10_000);
    new MutationObserver((_, observer) => {
      if (start === undefined) return;
      observer.disconnect();
      const channel = new MessageChannel();
      channel.port1.onmessage = () => done(performance.now() - start);
      requestAnimationFrame(() => channel.port2.postMessage(null)); // that is after the paint
    }).observe(document.body, EVERYTHING);
  });
}"""
