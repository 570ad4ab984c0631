"""Which texts can be kept, what is trimmed off them, and two ways of comparing them."""

import unicodedata

# What \s stands for in the patterns of openapi.yaml (ECMA-262); str.strip() takes others too.
WHITE_SPACE = "\t\n\v\f\r \xa0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x200B))
)


def is_storable(text: str) -> bool:
    """False with a NUL or half a surrogate pair: not every database takes those."""
    try:
        return b"\0" not in text.encode()
    except UnicodeEncodeError:
        return False


def email_key(email: str) -> str:
    """Two e-mail addresses are one person's if these are equal: NFKC, lower case."""
    return unicodedata.normalize("NFKC", email).lower()


def name_key(name: str) -> str:
    """What a product is found and sorted by: NFKC, case-folded."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
