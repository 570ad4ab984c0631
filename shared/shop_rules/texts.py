"""Which texts can be stored, how they are trimmed, and two ways to compare them."""

import unicodedata

# What \s stands for in the patterns of openapi.yaml (ECMA-262); str.strip() takes others too.
WHITE_SPACE = "\t\n\v\f\r \xa0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x200B))
)


def is_storable(text: str) -> bool:
    """False for a text with a NUL or a lone surrogate: not every database stores those."""
    try:
        return b"\0" not in text.encode()
    except UnicodeEncodeError:
        return False


def email_key(email: str) -> str:
    """The form in which e-mail addresses are compared: NFKC, lower case."""
    return unicodedata.normalize("NFKC", email).lower()


def name_key(name: str) -> str:
    """The form in which product names are searched and sorted: NFKC, case-folded."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
