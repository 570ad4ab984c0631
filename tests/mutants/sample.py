"""The most telling wrong shops, the most telling first."""

IN_SHORT = 5  # so many of them are tried by `make test`

SAMPLE = (
    "oversells-by-one",
    "refund-is-forgotten",
    "leaks-anothers-order",
    "keys-are-everybodys",
    "version-is-checked-too-early",
    "charges-twice-on-retry",
    "tokens-survive-a-sign-out",
    "next-page-skips-one",
    "silence-is-a-no",
    "bestsellers-forget-cancellations",
)
