"""The suite's client of the payment provider: payments, and the sandbox's switches."""

from typing import NotRequired, TypedDict

import requests

from .forms import Json

TIMEOUT_SECONDS = 30


class Charge(TypedDict):
    status: str
    amount_captured: int  # cents, both
    amount_refunded: int


class Intent(TypedDict):
    """The fields of a payment intent that the suite reads."""

    id: str
    amount: int  # cents
    currency: str
    metadata: dict[str, str]
    latest_charge: NotRequired[Charge | None]


class Request(TypedDict):
    call: str
    idempotency_key: str | None


class Provider:
    def __init__(self, url: str, key: str) -> None:
        self.url = url.rstrip("/")
        self.key = key

    def intents(self) -> list[Intent]:
        """Every payment intent, newest first, with its latest charge."""
        intents: list[Intent] = []
        query: dict[str, str | int] = {"limit": 100, "expand[]": "data.latest_charge"}
        while True:
            page = self._call("GET", "/v1/payment_intents", params=query)
            intents += page["data"]
            if not page["has_more"]:
                return intents
            query["starting_after"] = page["data"][-1]["id"]

    def switch(self, **switches: object) -> dict[str, object]:
        """See payment_sandbox/switches.py: outage=True, dead_line={"calls": ["confirm"]}, …"""
        return self._call("POST", "/sandbox/switches", json=switches)

    def reset_switches(self) -> None:
        self._call("DELETE", "/sandbox/switches")

    def requests(self) -> list[Request]:
        """The provider's most recent calls, oldest first."""
        return self._call("GET", "/sandbox/requests")["requests"]

    def _call(
        self,
        method: str,
        path: str,
        params: dict[str, str | int] | None = None,
        json: Json = None,
    ) -> Json:
        headers = {"Authorization": f"Bearer {self.key}"}
        with requests.Session() as session:
            session.trust_env = False
            url = self.url + path
            answer = session.request(
                method, url, params=params, json=json, headers=headers, timeout=TIMEOUT_SECONDS
            )
        answer.raise_for_status()
        return answer.json() if answer.content else None
