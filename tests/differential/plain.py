"""An answer without what may differ: ids, times and tokens get names in the order they appear."""

import json
import re

ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
HEADERS = ("Allow", "Cache-Control", "Content-Type", "ETag", "Location", "WWW-Authenticate")
SECRET = ("access_token", "refresh_token", "otpauth_uri", "provider_reference", "next_cursor")
OPEN_YET = ("status", "reason", "history")  # of an order: "pending, or already further"


class Plain:
    """For one script at one shop, since names go by what appeared before."""

    def __init__(self, base):
        self._base, self._known = base, {}

    def answer(self, answer, open_orders=True):
        """open_orders: none is settled yet, so how far one is does not count."""
        told = {name: answer.headers[name] for name in HEADERS if name in answer.headers}
        if not answer.content:
            told.pop("Content-Type", None)  # a gateway may name one all the same
        told["Retry-After"] = "Retry-After" in answer.headers
        if "Allow" in told:
            told["Allow"] = ", ".join(sorted(told["Allow"].split(", ")))
        body = self._body(answer)
        if open_orders:
            body = _without_progress(body)
        return json.loads(self.text(json.dumps([answer.status_code, told, body])))

    def text(self, text):
        text = TIME.sub("<time>", text.replace(self._base, ""))
        return ID.sub(lambda match: self._named(match[0]), text)

    def _named(self, an_id):
        return self._known.setdefault(an_id, f"<id {len(self._known) + 1}>")

    def _body(self, answer):
        if not answer.content:
            return None
        body = answer.json()
        body.pop("request_id", None)
        if "meta" in body:
            body["meta"] = sorted(body["meta"])
        return _hidden(body)


def _hidden(value):
    if isinstance(value, list):
        return [_hidden(each) for each in value]
    if isinstance(value, dict):
        return {
            name: f"<{name}>" if name in SECRET and each else _hidden(each)
            for name, each in value.items()
        }
    return value


def _without_progress(value):
    if isinstance(value, list):
        return [_without_progress(each) for each in value]
    if isinstance(value, dict):
        is_order = "shipping_address" in value and "history" in value
        dropped = OPEN_YET if is_order else ()
        return {n: _without_progress(each) for n, each in value.items() if n not in dropped}
    return value
