"""Rate limit for expensive operations, per client and minute of the clock.

Each sign-in and each sign-up hashes a password. A client is an IPv4 address, or an IPv6 network
(/64), since one household has 2^64 IPv6 addresses.
"""

import ipaddress
import math
import time
from collections.abc import Collection

from .errors import TooManyRequests

MINUTE = 60  # seconds


def minute() -> int:
    """The number of the current minute of the clock. Counts start at zero in each."""
    return int(time.time() // MINUTE)


def check(count: int, most: int) -> None:
    """Raise 429 if `count`, the client's requests in this minute, is more than `most`."""
    if count > most:
        raise too_many()


def too_many() -> TooManyRequests:
    left = MINUTE - time.time() % MINUTE
    detail = "More sign-ins and sign-ups than one client may send in a minute."
    return TooManyRequests(detail, max(1, math.ceil(left)))


def client(peer: str, forwarded: str | None, proxies: Collection[str]) -> str:
    """The client's key for counting, from the same arguments as its address."""
    return _network(address(peer, forwarded, proxies))


# --8<-- [start:address]
def address(peer: str, forwarded: str | None, proxies: Collection[str]) -> str:
    """The client's address.

    peer: the address that connected. forwarded: the request's X-Forwarded-For, or None. It is
    trusted only as far as each hop is a trusted proxy, since a client can send any value.
    proxies: addresses or networks of the trusted ones ("10.0.0.0/8").
    """
    hops = [hop.strip() for hop in (forwarded or "").split(",") if hop.strip()]
    for hop in (peer, *reversed(hops)):
        if not _is_of(hop, proxies):
            return hop
    return peer


# --8<-- [end:address]
def networks(said: str) -> tuple[str, ...]:
    """The addresses and networks of a setting, apart by commas or spaces. ValueError if one is
    neither."""
    each = said.replace(",", " ").split()
    return tuple(str(ipaddress.ip_network(network, strict=False)) for network in each)


def _is_of(address: str, networks: Collection[str]) -> bool:
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(known in ipaddress.ip_network(network, strict=False) for network in networks)


def _network(address: str) -> str:
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if known.version == 6 and known.ipv4_mapped is None:
        return str(ipaddress.ip_network((known, 64), strict=False))
    return str(getattr(known, "ipv4_mapped", None) or known)
