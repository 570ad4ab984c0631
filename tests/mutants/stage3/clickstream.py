"""Patches for stage 1's ideas on events whose code is different in stage 3."""

from .. import stage1
from ..patch import Patch

HOME = "stage3-serverless/chalicelib"
STORE, USECASES = f"{HOME}/catalog/clicks.py", f"{HOME}/catalog/clickstream.py"

PATCHES = {
    "an-event-counts-whenever-it-is-sent": [
        Patch(
            STORE,
            'return [click for click in found if _event(click)["pk"] not in seen]',
            "return [*found]",
        ),
        Patch(
            STORE,
            '{**_event(click), "expires_at": _in(KEPT_SECONDS)}, _NEW)',
            '{**_event(click), "expires_at": _in(KEPT_SECONDS)})',
        ),
        *stage1.PATCHES["an-event-counts-whenever-it-is-sent"][1:],
    ],
    "what-is-archived-trends": [Patch(USECASES, 'if row and not row["archived"]:', "if row:")],
    "a-wrong-token-is-nobodys": [
        Patch(
            f"{HOME}/auth.py",
            'signed_in() if http.header("Authorization") is not None else None',
            "None",
        )
    ],
}
