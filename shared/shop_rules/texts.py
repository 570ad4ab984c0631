"""Which texts can be kept, and two ways of comparing them: the same in every store."""

import unicodedata


def is_storable(text):
    """False with a NUL or half a surrogate pair: not every database takes those."""
    try:
        return b"\0" not in text.encode()
    except UnicodeEncodeError:
        return False


def email_key(email):
    """Two e-mail addresses are one person's if these are equal: NFKC, lower case."""
    return unicodedata.normalize("NFKC", email).lower()


def name_key(name):
    """What a product is found and sorted by: NFKC, case-folded."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
