"""The most telling wrong shops, the most telling first."""

IN_SHORT = 5  # so many of them are tried by `make test`

SAMPLE = (
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
)
