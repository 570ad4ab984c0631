"""What the site answers by itself, and what it leaves to the application behind it."""

import asyncio

import pytest

from serving.site import Site
from serving.with_site import WithSite

SITE = Site("Stage 0", "/desk")


def asked(path, *headers):
    """The headers of the site's answer; None if the application behind it was asked."""
    sent = []

    async def behind(scope, receive, send):
        sent.append(None)

    async def send(message):
        sent.append(dict(message.get("headers", ())))

    scope = {"type": "http", "method": "GET", "path": path, "headers": headers}
    asyncio.run(WithSite(behind, SITE)(scope, None, send))
    return sent[0]


@pytest.mark.parametrize("header", [(b"content-length", b"9"), (b"transfer-encoding", b"chunked")])
def test_a_body_that_was_not_read_ends_the_connection(header):
    assert asked("/cart", header)[b"connection"] == b"close"
    assert b"connection" not in asked("/cart")


def test_pages_are_found_below_the_prefix_and_all_else_is_behind():
    assert asked("/desk/cart") and asked("/cart")
    assert asked("/desk/api/v1/products") is None
    assert asked("/api/v1/products") is None
