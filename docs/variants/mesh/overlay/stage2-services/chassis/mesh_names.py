"""Who calls: the name in the certificate that the Envoy beside this copy has verified."""

import hmac
from collections.abc import Collection, Mapping

from shop_rules.errors import Forbidden, Unauthenticated

from .config import config

TRUST = "spiffe://shop/"


def check(headers: Mapping[str, str], allowed: Collection[str]) -> None:
    """Raise 401 unless the request came through our Envoy, 403 unless that caller is allowed here.

    Any program of this machine can reach a copy's port. In a pod of a cluster, only the Envoy can.
    """
    caller, key = headers.get("X-Mesh-Caller", ""), config().pod_key
    if not key or not hmac.compare_digest(headers.get("X-Pod-Key", "").encode(), key.encode()):
        raise Unauthenticated("This is for other services only.")
    if caller.removeprefix(TRUST) not in allowed:
        raise Forbidden(f"This is not for {caller}.")
