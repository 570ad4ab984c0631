"""Those that `make test` tries: each from another corner, each quick to catch."""

SAMPLE = (
    "oversells-by-one",
    "keys-are-everybodys",
    "charges-twice-on-retry",
    "leaks-anothers-order",
    "version-is-checked-too-early",
    "refund-is-forgotten",
    "tokens-survive-a-sign-out",
    "next-page-skips-one",
)
