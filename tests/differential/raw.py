"""Steps with requests that no HTTP client would write: what they differ in is on the wire alone.

Left out is what openapi.yaml leaves to a gateway in front: escaped letters and slashes, a method in
small letters, and the like.
"""

from types import SimpleNamespace

from requests.structures import CaseInsensitiveDict

from tests.attacks.wire import Wire, address_of

from .words import any_of, step

JSON = "Content-Type: application/json"
CHUNKED = "Transfer-Encoding: chunked"
# {name: (request line without the version, further lines, body)}; {base} is the base URL's path,
# {root} the part of it above the version
V2 = "Api-Version: 2"
REQUESTS = {
    "a slash at the end": ("GET {base}/products/", [], ""),
    "a doubled slash": ("GET {base}//products", [], ""),
    "steps back": ("GET {base}/x/../products", [], ""),
    "an escaped nothing": ("GET {base}/products/%00", [], ""),
    "escaped bytes that are no text": ("GET {base}/products/%ff", [], ""),
    "a fragment": ("GET {base}/health#x", [], ""),
    "an empty query": ("GET {base}/health?", [], ""),
    "a query that is no text": ("GET {base}/products?limit=0&q=%ff%zz", [], ""),
    "a query with semicolons": ("GET {base}/products?limit=0;limit=1", [], ""),
    "a name without a value": ("GET {base}/products?limit", [], ""),
    "a plus for a space": ("GET {base}/products?limit=+1", [], ""),
    "above the base": ("GET /", [], ""),
    "the base itself": ("GET {base}", [], ""),
    "the whole address": ("GET http://{host}{base}/health", [], ""),
    "a method of no meaning": ("FOO {base}/health", [], ""),
    "a method of others": ("PROPFIND {base}/products", [], ""),
    "a trace": ("TRACE {base}/health", [], ""),
    "another method meant": ("POST {base}/health", ["X-HTTP-Method-Override: GET"], ""),
    "a folded header": ("GET {base}/health", ["X-Odd: a", "\tb"], ""),
    "a space before the colon": ("GET {base}/health", ["X-Odd : a"], ""),
    "a header without a name": ("GET {base}/health", [": a"], ""),
    "a control character": ("GET {base}/health", ["X-Odd: a\x01"], ""),
    "two tokens": ("GET {base}/users", ["Authorization: Bearer x", "Authorization: Bearer y"], ""),
    "a token for one hop": ("GET {base}/users", ["Authorization: Bearer x", "Connection: X"], ""),
    "a page elsewhere": ("GET {base}/health", ["Origin: https://evil.example"], ""),
    "may a page elsewhere": ("OPTIONS {base}/tokens", ["Origin: https://evil.example"], ""),
    "a part of the answer": ("GET {base}/health", ["Range: bytes=0-1"], ""),
    "a long header": ("GET {base}/health", ["X-Odd: " + "x" * 7000], ""),
    "chunks": ("POST {base}/tokens", [JSON, CHUNKED], "2\r\n{{}}\r\n0\r\n\r\n"),
    "a length below zero": ("POST {base}/tokens", [JSON, "Content-Length: -1"], ""),
    "a body for a read": ("GET {base}/health", [JSON, "Content-Length: 2"], "{{}}"),
    "wait until I may": (
        "POST {base}/tokens",
        [JSON, "Expect: 100-continue", "Content-Length: 2"],
        "{{}}",
    ),
    "version 2": ("GET {root}/v2/products?category=none", [], ""),
    "version 2 by header": ("GET {root}/products?category=none", [V2], ""),
    "version 1 by parameter": ("GET {root}/products?category=none&version=1", [], ""),
    "no version": ("GET {root}/products", [], ""),
    "two versions": ("GET {base}/products", [V2], ""),
    "two parameters": ("GET {root}/health?version=1&version=2", [], ""),
    "version 3": ("GET {root}/v3/health", [], ""),
    "an empty version": ("GET {root}/health?version=", ["Api-Version:"], ""),
    "lines of nothing": ("GET {root}/v2/orders/x/lines", [], ""),
    "lines of version 1": ("GET {base}/orders/x/lines", [], ""),
    "a change of lines": ("PUT {root}/orders/x/lines", [V2], ""),
    "above the version": ("GET {root}", [], ""),
    "another encoding": (
        "POST {base}/tokens",
        [JSON, "Content-Encoding: gzip", "Content-Length: 2"],
        "{{}}",
    ),
}


def send_bytes(play, what):
    address = address_of(play.shop.url)
    line, lines, body = REQUESTS[what]
    host = f"{address.host}:{address.port}"
    head = [f"{line} HTTP/1.1", f"Host: {host}", *lines, "Connection: close", "", ""]
    paths = {"base": address.prefix, "root": address.prefix.rpartition("/")[0]}
    text = ("\r\n".join(head) + body).format(**paths, host=host)
    return [_as_requests_has_it(each) for each in Wire(address).send(text.encode("latin-1"))]


def _as_requests_has_it(answer):
    return SimpleNamespace(
        status_code=answer.status,
        headers=CaseInsensitiveDict(answer.headers),
        content=answer.body,
        json=answer.json,
        url="",
    )


RAW = [step(send_bytes, any_of(*REQUESTS))]
