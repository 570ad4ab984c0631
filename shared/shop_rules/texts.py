"""Two ways of comparing texts, the same in every store."""

import unicodedata


def email_key(email):
    """Two e-mail addresses are one person's if these are equal: NFKC, lower case."""
    return unicodedata.normalize("NFKC", email).lower()


def name_key(name):
    """What a product is found and sorted by: NFKC, case-folded."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
