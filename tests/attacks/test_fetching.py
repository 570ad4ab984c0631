"""SSRF: the shop fetches nothing that a request names. It has no field for an address at all."""

import socket
import threading
from contextlib import contextmanager

import pytest

from tests.contract.operations import OPERATIONS, STAFF, USER
from tests.contract.steps import ADDRESS, new_key, unique
from tests.contract.test_forged_tokens import encoded, parts

HEADERS = ("Referer", "X-Forwarded-Host", "X-Callback-URL", "Origin", "Link", "X-Original-URL")
OF_SECRETS = ("/tokens", f"{USER}/password", f"{USER}/mfa")
JWT_HEADERS = ("jku", "x5u", "jwk", "kid")


@contextmanager
def listener():
    """(its URL, how many have connected): none should."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        came = []

        def listen():
            while True:
                try:
                    line, _ = server.accept()
                except OSError:
                    return
                came.append(line.recv(200))
                line.close()

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/", came
        server.shutdown(socket.SHUT_RDWR)
    thread.join(5)


@pytest.mark.short
def test_no_field_parameter_or_header_makes_the_shop_fetch(world):
    with listener() as (url, came):
        for operation in OPERATIONS:
            person = world.staff if operation.who == STAFF else world.stranger
            path = world.path(operation.path, user=world.stranger.id)
            if operation.method == "DELETE" or operation.path in OF_SECRETS:
                continue
            headers = dict.fromkeys(HEADERS, url) | new_key()
            query = "&".join(f"{name}={url}" for name in ("url", "image_url", "callback", "next"))
            for body in bodies(operation, url):
                person.call(operation.method, f"{path}?{query}", headers=headers, json=body)
        body = {"payment_method": url, "shipping_address": ADDRESS | {"line2": url}}
        path = f"{world.stranger.path}/orders"
        world.stranger.post(path, body, headers=new_key())
        assert came == []


def bodies(operation, url):
    """Good but for an address: in each text, and in fields that do not exist."""
    body = operation.body or {}
    body = body | {"email": f"{unique('x')}@example.org"} if "email" in body else body
    yield {**body, "image_url": url, "callback_url": url, "webhook": url}
    for field, value in body.items():
        if isinstance(value, str) and field not in ("email", "password", "current", "new"):
            yield {**body, field: url}


def test_no_key_of_a_token_is_fetched(shop, world):
    payload, signature = parts(world.owner.token)[1:]
    with listener() as (url, came):
        for name in JWT_HEADERS:
            header = encoded({"alg": "EdDSA", "typ": "JWT", name: url})
            token = f"{header}.{payload}.{signature}"
            assert shop.call("GET", world.owner.path, token=token).status_code == 401
        assert came == []


@pytest.mark.short
def test_no_image_of_another_type_is_read(world):
    """SVG and the like can name addresses and files; only three types are taken at all."""
    with listener() as (url, came):
        svg = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}"/></svg>'.encode()
        path = f"/products/{world.product['id']}/image"
        for kind in ("image/svg+xml", "image/png", "text/html", "application/postscript"):
            answer = world.staff.call("PUT", path, data=svg, headers={"Content-Type": kind})
            assert answer.status_code in (415, 422), kind
        assert came == []
