"""An answer without what may differ: ids, times and tokens get names in the order they appear."""

import json
import re

ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
HEADERS = ("Allow", "Cache-Control", "Content-Type", "Location", "WWW-Authenticate")
HEADERS += ("Deprecation", "Link", "Sunset", "Vary")
PRESENT = ("Retry-After", "X-Request-ID", "X-Content-Type-Options")
SECRET = ("access_token", "refresh_token", "otpauth_uri", "provider_reference", "next_cursor")
SECRET += ("image_url",)
COOKIE = re.compile(r"shop_\d+=[^;]+")  # the port is a shop's own
OPEN_YET = ("status", "reason", "history")  # of an order: "pending, or already further"


class Plain:
    """For one script at one shop, since names go by what appeared before."""

    def __init__(self, base):
        self._base, self._known, self._tags = base, {}, {}
        self.may_lose_address = set()  # ids of orders

    def answer(self, answer, open_orders=True):
        """[status, headers, body]. open_orders: how far an order is does not count."""
        body = self._body(answer)
        if open_orders:
            body = _without_progress(body)
        told = [answer.status_code, self._headers(answer), body]
        return json.loads(self.text(json.dumps(told)))

    def text(self, text):
        text = TIME.sub("<time>", text.replace(self._base, ""))
        return ID.sub(lambda match: self._named(match[0].lower()), text)

    def _named(self, an_id):
        return self._known.setdefault(an_id, f"<id {len(self._known) + 1}>")

    def _headers(self, answer):
        told = {name: answer.headers[name] for name in HEADERS if name in answer.headers}
        told |= {name: name in answer.headers for name in PRESENT}
        if not answer.content:
            told.pop("Content-Type", None)  # a gateway may name one all the same
        if "Allow" in told:
            told["Allow"] = ", ".join(sorted(told["Allow"].split(", ")))
        if "Set-Cookie" in answer.headers:
            told["Set-Cookie"] = COOKIE.sub("shop=<token>", answer.headers["Set-Cookie"])
        if "ETag" in answer.headers:
            told["ETag"] = self._tag(answer.url.partition("?")[0], answer.headers["ETag"])
        return told

    def _tag(self, path, tag):
        """What it says is a stage's own affair; when it changes is not."""
        tags = self._tags.setdefault(path, {})
        return tags.setdefault(tag, f"<version {len(tags) + 1}>")

    def _body(self, answer):
        if not answer.content:
            return None
        if "json" not in answer.headers.get("Content-Type", ""):
            return "<no JSON>"
        body = answer.json()
        body.pop("request_id", None)
        if body.get("status") == 404 and body.get("instance", "").endswith("/payment"):
            body["detail"] = "<no such order, or no charge>"  # as openapi.yaml says
        if "meta" in body:
            body["meta"] = sorted(body["meta"])
        return self._without_lost_addresses(_hidden(body))

    def _without_lost_addresses(self, value):
        if isinstance(value, list):
            return [self._without_lost_addresses(each) for each in value]
        if not isinstance(value, dict):
            return value
        if value.get("id") in self.may_lose_address:
            return {**value, "shipping_address": "<theirs, or lost>"}
        return {name: self._without_lost_addresses(each) for name, each in value.items()}


def _hidden(value):
    if isinstance(value, list):
        return [_hidden(each) for each in value]
    if isinstance(value, dict):
        hidden = SECRET + (("id",) if "kind" in value else ())  # two may overtake each other
        return {
            name: f"<{name}>" if name in hidden and each else _hidden(each)
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
