"""The storefront calls version 1 of the API, and tells its developers that it has an end."""

import requests

from tests.contract.version import BASE

from .tab import OF_AN_OLD_API


def test_the_console_says_once_when_the_api_ends(tab):
    said = []
    tab.page.on("console", lambda message: said.append((message.type, message.text)))
    tab.open()
    tab.sees("Show more", role="button")
    tab.page.locator(".grid a").first.click()
    tab.sees("Add to cart", role="button")
    ((kind, text),) = [each for each in said if each[1].startswith(OF_AN_OLD_API)]
    answer = requests.get(f"{tab.site}{BASE}/products", params={"limit": 1}, timeout=30)
    assert kind == "warning"
    assert f"ends on {answer.headers['Sunset']}" in text
    assert "/api/v2/products" in text
