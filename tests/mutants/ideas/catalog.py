"""Products, their versions, pictures and sales."""

from . import idea

IDEAS = {
    "if-match-is-ignored": idea(
        "It has to be there, but whatever it says the change is made.",
        "lost update",
        "test_catalog_etags.py",
    ),
    "weak-tags-match": idea(
        "If-Match compares without looking at W/.",
        "form",
        "test_catalog_etags.py",
    ),
    "etag-never-changes": idea(
        "Every version of a product has the same ETag.",
        "stale read",
        "test_catalog_etags.py",
    ),
    "new-picture-keeps-the-etag": idea(
        "Setting a picture is not counted as a change of the product.",
        "stale read",
        "test_images.py",
    ),
    "version-is-checked-too-early": idea(
        "If-Match is compared before the transaction that writes has begun.",
        "race",
        "test_races.py",
    ),
    "archived-products-are-served": idea(
        "An archived product leaves the list, but is still there by its id.",
        "stale read",
        "test_catalog.py",
    ),
    "searches-take-wildcards": idea(
        "% and _ in a search are handed to LIKE as they are.",
        "search",
        "test_catalog_search.py",
    ),
    "searches-lower-instead-of-folding": idea(
        "Names are compared in lower case: STRASSE does not find Straße.",
        "search",
        "test_catalog_search.py",
    ),
    "least-price-is-left-out": idea(
        "min_price finds what costs more, not what costs just that.",
        "off by one",
        "test_catalog_lists.py",
    ),
    "ties-turn-round": idea(
        "From dear to cheap, products of one price are in the wrong order.",
        "lists",
        "test_catalog_lists.py",
    ),
    "thumbnail-a-pixel-too-large": idea(
        "257 pixels instead of 256.",
        "off by one",
        "test_images.py",
    ),
    "any-picture-type-is-believed": idea(
        "A PNG that is called a JPEG is taken for one.",
        "validation",
        "test_images.py",
    ),
    "bestsellers-forget-cancellations": idea(
        "What was ever confirmed counts as sold, cancelled or not.",
        "sums",
        "test_bestsellers.py",
    ),
}
