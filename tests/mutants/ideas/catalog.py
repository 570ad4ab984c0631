"""Products, their versions, pictures and sales."""

from . import idea

IDEAS = {
    "if-match-is-ignored": idea(
        "It has to be there, but whatever it says the change is made.",
        "lost update",
        "test_catalog_etags.py::test_a_change_of_something_else_fails",
    ),
    "weak-tags-match": idea(
        "If-Match compares without looking at W/.",
        "form",
        "test_catalog_etags.py::test_a_change_of_something_else_fails",
    ),
    "tags-are-found-anywhere": idea(
        "If-Match is searched for tags instead of read as a list of them.",
        "form",
        "test_catalog_etags.py::test_a_change_of_something_else_fails",
    ),
    "etag-never-changes": idea(
        "Every version of a product has the same ETag.",
        "stale read",
        "test_catalog_etags.py::test_every_version_has_an_etag_of_its_own",
    ),
    "new-picture-keeps-the-etag": idea(
        "Setting a picture is not counted as a change of the product.",
        "stale read",
        "test_images.py::test_a_picture_changes_the_etag",
    ),
    "version-is-checked-too-early": idea(
        "If-Match is compared before the transaction that writes has begun.",
        "race",
        "test_races.py::test_of_eight_changes_of_one_version_exactly_one_is_accepted",
    ),
    "archived-products-are-served": idea(
        "An archived product leaves the list, but is still there by its id.",
        "stale read",
        "test_catalog.py::test_an_archived_product_is_gone_for_everybody",
    ),
    "searches-take-wildcards": idea(
        "% and _ in a search are handed to LIKE as they are.",
        "search",
        "test_catalog_search.py::test_a_search_finds",
    ),
    "searches-lower-instead-of-folding": idea(
        "Names are compared in lower case: STRASSE does not find Straße.",
        "search",
        "test_catalog_search.py::test_a_search_finds",
    ),
    "least-price-is-left-out": idea(
        "min_price finds what costs more, not what costs just that.",
        "off by one",
        "test_catalog_lists.py::test_price_bounds_are_part_of_the_range",
    ),
    "ties-turn-round": idea(
        "From dear to cheap, products of one price are in the wrong order.",
        "lists",
        "test_catalog_lists.py::test_a_list_is_sorted_by",
    ),
    "thumbnail-a-pixel-too-large": idea(
        "257 pixels instead of 256.",
        "off by one",
        "test_images.py::test_a_thumbnail_is_at_most_256_pixels_wide_and_high",
    ),
    "any-picture-type-is-believed": idea(
        "A PNG that is called a JPEG is taken for one.",
        "validation",
        "test_image_refusals.py::test_what_is_no_such_picture_is_refused",
    ),
    "any-number-of-scans-is-decoded": idea(
        "A JPEG may have as many scans as fit into it: 4 MB keep a processor busy for minutes.",
        "a small request, much work",
        "test_image_refusals.py::test_a_damaged_picture_is_refused",
    ),
    "the-end-marker-is-not-looked-for": idea(
        "A JPEG that was cut short is taken for a whole one.",
        "validation",
        "test_image_refusals.py::test_a_damaged_picture_is_refused",
    ),
    "decoders-have-no-limits": idea(
        "A picture may take as much time and memory to decode as it likes.",
        "a small request, much work",
        "test_image_refusals.py::test_a_picture_that_takes_too_much_memory_to_decode_is_refused",
    ),
    "bestsellers-forget-cancellations": idea(
        "What was ever confirmed counts as sold, cancelled or not.",
        "sums",
        "test_bestsellers.py::test_what_is_confirmed_counts_and_what_is_cancelled_does_not",
    ),
    "product-has-no-location": idea(
        "The answer to a new product does not say where it is.",
        "form",
        "test_bites_catalog.py::test_a_new_product_is_found_at_its_location",
    ),
    "last-change-stands-still": idea(
        "updated_at stays what it was when the product was made.",
        "stale read",
        "test_bites_catalog.py::test_a_change_moves_the_time_of_the_last_change_on",
    ),
    "lists-are-cached-too-long": idea(
        "Caches may hand out a list of products for ten minutes.",
        "stale read",
        "test_bites_catalog.py::test_no_cache_keeps_a_list_longer_than_it_may_be_old",
    ),
}
