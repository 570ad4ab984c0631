from ..patch import Patch

HTTP = "stage1-monolith/shop/http.py"
QUERIES = "shared/shop_rules/queries.py"
CURSORS = "shared/shop_rules/cursors.py"

PATCHES = {
    "next-page-skips-one": [Patch(HTTP, "after(shown[-1])", "after(items[limit])")],
    "cursors-fit-any-filter": [
        Patch(CURSORS, "json.dumps([after, filters])", "json.dumps([after])")
    ],
    "pages-end-at-99": [
        Patch(QUERIES, "DEFAULT_LIMIT, MAX_LIMIT = 20, 100", "DEFAULT_LIMIT, MAX_LIMIT = 20, 99")
    ],
    "wild-limits-are-clamped": [
        Patch(
            QUERIES,
            '    return whole_number(query, "limit", 1, MAX_LIMIT, DEFAULT_LIMIT)\n',
            """    asked = whole_number(query, "limit", 0, 999_999_999, DEFAULT_LIMIT)
    return min(max(asked, 1), MAX_LIMIT)
""",
        )
    ],
    "status-is-not-looked-at": [
        Patch(
            "stage1-monolith/shop/orders/routes.py",
            'return _listed("orders", **({"status": status} if status else {}))',
            'return _listed("orders", status or "")',
        )
    ],
    "cursors-fit-another-persons-list": [
        Patch(
            "stage1-monolith/shop/notifications/routes.py",
            '("notifications", user_id)',
            '("notifications",)',
        )
    ],
}
