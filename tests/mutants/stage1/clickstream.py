from ..patch import Patch

AUTH = "stage1-monolith/shop/auth.py"
STORE = "stage1-monolith/shop/catalog/clicks.py"
RULES, COUNTS = "shared/shop_rules/clicks.py", "shared/shop_rules/click_counts.py"

PATCHES = {
    "an-event-counts-whenever-it-is-sent": [
        Patch(STORE, 'return [click for click in found if click["id"] in new]', "return [*found]"),
        Patch(COUNTS, 'is_new = not missed and click["id"] in unseen', "is_new = not missed"),
        Patch(COUNTS, 'unseen.remove(click["id"])', 'unseen.discard(click["id"])'),
    ],
    "late-events-count": [Patch(RULES, '        return "late"\n', "        return None\n")],
    "events-may-come-from-the-future": [
        Patch(RULES, 'return "early" if click["at"] > early else None', "return None")
    ],
    "a-view-is-a-visitor": [Patch(COUNTS, "            unmet.discard(visit)\n", "")],
    "a-person-is-a-session": [
        Patch(RULES, '"visitor": key or each.session', '"visitor": each.session')
    ],
    "what-is-archived-trends": [
        Patch(
            STORE,
            ".where(on_sale, click_minutes.c.minute >= since)",
            ".where(click_minutes.c.minute >= since)",
        )
    ],
    "a-wrong-token-is-nobodys": [
        Patch(AUTH, 'signed_in() if "Authorization" in request.headers else None', "None")
    ],
}
