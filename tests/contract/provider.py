"""The payment provider as the suite sees it: what was charged, and the sandbox's switches."""

import requests

TIMEOUT_SECONDS = 30


class Provider:
    def __init__(self, url, key):
        self.url = url.rstrip("/")
        self.key = key

    def intents(self):
        """Every payment intent, newest first, with its latest charge."""
        intents, after = [], {}
        while True:
            query = {"limit": 100, "expand[]": "data.latest_charge", **after}
            page = self._call("GET", "/v1/payment_intents", params=query)
            intents += page["data"]
            if not page["has_more"]:
                return intents
            after = {"starting_after": page["data"][-1]["id"]}

    def switch(self, **switches):
        """See payment_sandbox/switches.py: outage=True, dead_line={"calls": ["confirm"]}, …"""
        return self._call("POST", "/sandbox/switches", json=switches)

    def reset_switches(self):
        return self._call("DELETE", "/sandbox/switches")

    def requests(self):
        """The last calls the provider got, oldest first."""
        return self._call("GET", "/sandbox/requests")["requests"]

    def _call(self, method, path, **more):
        headers = {"Authorization": f"Bearer {self.key}"}
        with requests.Session() as session:
            session.trust_env = False
            url = self.url + path
            answer = session.request(method, url, headers=headers, timeout=TIMEOUT_SECONDS, **more)
        answer.raise_for_status()
        return answer.json() if answer.content else None
