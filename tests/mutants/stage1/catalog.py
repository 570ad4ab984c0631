from ..patch import Patch

USECASES = "stage1-monolith/shop/catalog/usecases.py"
STORE = "stage1-monolith/shop/catalog/store.py"
ROUTES = "stage1-monolith/shop/catalog/routes.py"
SEARCH = "stage1-monolith/shop/catalog/search.py"
ETAGS = "shared/shop_rules/etags.py"
IMAGES = "stage1-monolith/shop/catalog/images.py"
PICTURES = "shared/shop_rules/pictures.py"
JPEG = "shared/shop_rules/jpeg.py"
DECODER = "stage1-monolith/shop/decoder.py"

PATCHES = {
    "if-match-is-ignored": [
        Patch(
            ETAGS,
            """
    if if_match.strip() != "*" and etag not in strong:
        raise PreconditionFailed("It was changed since you read it.")
""",
            """
    return strong
""",
        )
    ],
    "weak-tags-match": [
        Patch(
            ETAGS,
            "strong = [tag for weak, tag in _tags(if_match) if not weak]",
            "strong = [tag for weak, tag in _tags(if_match)]",
        )
    ],
    "tags-are-found-anywhere": [
        Patch(ETAGS, " if _LIST.fullmatch(header) else []", ""),
    ],
    "etag-never-changes": [
        Patch(
            ETAGS,
            """return f'"{version}"'""",
            """return '"product"'""",
        )
    ],
    "new-picture-keeps-the-etag": [
        Patch(
            STORE,
            """
    _write(tx, product_id, {"picture": picture, "picture_type": media_type})
""",
            """
    row = products.c.id == product_id
    tx.execute(sa.update(products).where(row).values(picture=picture, picture_type=media_type))
""",
        )
    ],
    "version-is-checked-too-early": [
        Patch(
            USECASES,
            """
    with db.transaction("change_product") as tx:
        etags.check(if_match, _etag(store.get(tx, product_id, lock=True)))
""",
            """
    with db.reading() as tx:
        etags.check(if_match, _etag(store.get(tx, product_id)))
    with db.transaction("change_product") as tx:
""",
        )
    ],
    "archived-products-are-served": [
        Patch(
            STORE,
            "where(products.c.id == product_id, on_sale)",
            "where(products.c.id == product_id)",
        )
    ],
    "searches-take-wildcards": [
        Patch(
            SEARCH,
            'products.c.name_key.contains(texts.name_key(asked["q"]), autoescape=True)',
            'products.c.name_key.contains(texts.name_key(asked["q"]))',
        )
    ],
    "searches-lower-instead-of-folding": [
        Patch(
            "shared/shop_rules/texts.py",
            'unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())',
            'unicodedata.normalize("NFKC", name).lower()',
        )
    ],
    "least-price-is-left-out": [
        Patch(
            SEARCH,
            'products.c.price >= asked["min_price"]',
            'products.c.price > asked["min_price"]',
        )
    ],
    "ties-turn-round": [
        Patch(
            SEARCH,
            "products.c[name].desc() if backwards else",
            'products.c[name].desc() if backwards and (name, columns[0]) != ("id", "price") else',
        )
    ],
    "thumbnail-a-pixel-too-large": [
        Patch(PICTURES, "THUMBNAIL_SIDE = 256\n", "THUMBNAIL_SIDE = 257\n")
    ],
    "any-picture-type-is-believed": [
        Patch(
            PICTURES,
            "width, height = _FORMS[media_type].size(content)",
            'form = {b"\\x89": png, b"\\xff": jpeg}.get(content[:1], webp)\n'
            "        width, height = form.size(content)",
        ),
    ],
    "any-number-of-scans-is-decoded": [Patch(JPEG, "scans > MOST_SCANS", "scans > 10**6")],
    "the-end-marker-is-not-looked-for": [
        Patch(
            JPEG,
            'raise ValueError("it is cut short" if at >= len(content) else "a marker is missing")',
            "return _END, at",
        ),
        Patch(
            JPEG,
            """
    if end is None:
        raise ValueError("it is cut short")
    return end.start()
""",
            """
    return end.start() if end else len(content)
""",
        ),
    ],
    "decoders-have-no-limits": [
        Patch(DECODER, "limit(resource.RLIMIT_CPU, int(seconds))", "pass"),
        Patch(DECODER, "limit(resource.RLIMIT_AS, int(memory))", "pass"),
    ],
    "an-address-shows-another-image": [
        Patch(
            IMAGES, "return row if pictures.id_of(row.picture) == image_id else None", "return row"
        )
    ],
    "bestsellers-forget-cancellations": [
        Patch(
            "stage1-monolith/shop/inventory/store.py",
            "    return sa.select(stock.c.product_id, stock.c.sold).subquery()\n",
            '''    ever_confirmed = sa.text(
        """SELECT product_id, SUM(quantity) AS sold
        FROM order_lines JOIN order_history USING (order_id)
        WHERE status = 'confirmed' GROUP BY product_id"""
    )
    return ever_confirmed.columns(sa.column("product_id"), sa.column("sold")).subquery()
''',
        )
    ],
    "product-has-no-location": [
        Patch(ROUTES, 'headers={"ETag": etag, "Location": where}', 'headers={"ETag": etag}')
    ],
    "last-change-stands-still": [
        Patch(
            STORE, 'products.c.version + 1, "updated_at": times.now()}', "products.c.version + 1}"
        )
    ],
    "lists-are-cached-too-long": [
        Patch(
            ROUTES,
            "next_cursor=more, headers=REVALIDATE",
            'next_cursor=more, headers={"Cache-Control": "public, max-age=600"}',
        )
    ],
}
