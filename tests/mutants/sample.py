"""The most important mutants of each stage, the most important first."""

IN_SHORT = {"1": 5, "2": 3, "3": 3}  # number of them that `make test` tries

SAMPLE = {
    "1": (
        "oversells-by-one",
        "refund-is-forgotten",
        "leaks-anothers-order",
        "key-is-looked-up-too-early",
        "tokens-survive-a-sign-out",
        "charges-twice-on-retry",
        "version-is-checked-too-early",
        "next-page-skips-one",
        "silence-is-a-no",
        "bestsellers-forget-cancellations",
    ),
    "2": (
        "declined-goods-stay-reserved",
        "archiving-misses-the-cache",
        "sign-out-is-not-told",
        "closed-account-is-not-told",
        "sales-are-counted-twice",
        "unknown-is-declined",
        "reserving-again-reserves-more",
        "gateway-is-trusted",
        "carts-know-old-prices",
        "cart-is-bought-twice",
    ),
    "3": (
        "an-unconditional-write",
        "a-handler-that-is-not-idempotent",
        "tokens-survive-a-new-password",
        "half-of-a-transaction",
        "filters-cut-pages-short",
        "an-unconditional-cart",
        "prices-sort-as-text",
        "refund-is-forgotten",
        "leaks-anothers-order",
        "a-stream-that-only-knows-new-stock",
    ),
}
