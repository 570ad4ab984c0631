"""Two API versions before services that know the first only: the gateway adapts each request before
it forwards it, and the response before it answers.
"""

from collections.abc import Sequence

from serving.asgi import Answer
from shop_rules import versions
from shop_rules.exchange import Exchange

from chassis.config import config

Pairs = Sequence[tuple[str, str]]


def asked(method: str, raw_path: str, query: str, headers: Pairs) -> Exchange:
    """What a request asks for. Raises the refusal of one that names no version, or a wrong one."""
    whole, prefix = raw_path, config().prefix
    if prefix and whole.startswith(f"{prefix}/"):
        whole = whole.removeprefix(prefix)
    named = [value for name, value in headers if name.lower() == versions.HEADER.lower()]
    return Exchange(versions.asked(whole, ",".join(named), query), method)


# --8<-- [start:answer]
def answer(exchange: Exchange, found: Answer, sunset: str) -> Answer:
    """A service's response in the version that was asked for. sunset: the end of version 1."""
    status, headers, content = found
    sent = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]
    media_type = next((value for name, value in sent if name.lower() == "content-type"), "")
    adapted = exchange.content(media_type, content, config().prefix)
    if not exchange.is_v1_by_url:  # its length may be another, also that of the answer to a HEAD
        sent = [pair for pair in sent if pair[0].lower() != "content-length"]
    pairs = exchange.headers(sent, config().public_url, sunset)
    raw = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in pairs]
    return status, raw, adapted


# --8<-- [end:answer]
