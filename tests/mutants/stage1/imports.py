from ..patch import Patch

USECASES = "stage1-monolith/shop/catalog/importing.py"
ROUTES = "stage1-monolith/shop/catalog/routes.py"
FILES = "shared/shop_rules/product_files.py"

PATCHES = {
    "a-retry-imports-again": [
        Patch(
            USECASES,
            "what = ids.new_id(), user_id, key,",
            "what = ids.new_id(), user_id, ids.new_id(),",
        )
    ],
    "one-wrong-row-stops-the-file": [
        Patch(FILES, '        return {**row, "error": _told(wrong)}\n', "        raise wrong\n")
    ],
    "the-report-forgets-errors": [
        Patch(
            USECASES,
            "list(_errors(tx, import_id, rows)))",
            "list(_errors(tx, import_id, rows))[:0])",
        )
    ],
    "only-the-first-chunk-is-read": [
        Patch(FILES, "range(0, len(found), CHUNK_ROWS)", "range(0, 1, CHUNK_ROWS)")
    ],
    "imported-goods-have-no-stock": [
        Patch(USECASES, "        peers.open_stock(tx, product_id)\n", "")
    ],
    "the-mark-of-utf-8-is-a-letter": [
        Patch(
            FILES,
            'content.removeprefix(_UTF_8_MARK).decode("utf-8")',
            'content.decode("utf-8")',
        )
    ],
    "one-id-twice-in-a-file": [Patch(FILES, "    known |= {read.id} if read.id else set()\n", "")],
    "files-may-have-one-row-more": [
        Patch(FILES, "if len(found) == MAX_ROWS:", "if len(found) > MAX_ROWS:")
    ],
    "customers-read-imports": [Patch(ROUTES, 'auth.may("get_import")', "auth.signed_in()")],
}
