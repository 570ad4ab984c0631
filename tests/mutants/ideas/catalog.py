"""Products, their versions, images, and sales."""

from . import idea

IDEAS = {
    "if-match-is-ignored": idea(
        "If-Match is required, but its value is ignored.",
        "lost update",
        "test_catalog_etags.py::test_a_change_of_something_else_fails",
    ),
    "weak-tags-match": idea(
        "If-Match ignores W/, so weak tags match.",
        "form",
        "test_catalog_etags.py::test_a_change_of_something_else_fails",
    ),
    "tags-are-found-anywhere": idea(
        "If-Match is searched for tags instead of parsed as a list.",
        "form",
        "test_catalog_etags.py::test_a_change_of_something_else_fails",
    ),
    "etag-never-changes": idea(
        "Every version of a product has the same ETag.",
        "stale read",
        "test_catalog_etags.py::test_every_version_has_an_etag_of_its_own",
    ),
    "new-picture-keeps-the-etag": idea(
        "A new image does not change the product's ETag.",
        "stale read",
        "test_images.py::test_a_picture_changes_the_etag",
    ),
    "version-is-checked-too-early": idea(
        "If-Match is compared before the transaction that writes has begun.",
        "race",
        "test_races.py::test_of_eight_changes_of_one_version_exactly_one_is_accepted",
    ),
    "archived-products-are-served": idea(
        "An archived product is not listed, but can still be read by its id.",
        "stale read",
        "test_catalog.py::test_an_archived_product_is_gone_for_everybody",
    ),
    "searches-take-wildcards": idea(
        "% and _ in a search are passed to LIKE unescaped.",
        "search",
        "test_catalog_search.py::test_a_search_finds",
    ),
    "searches-lower-instead-of-folding": idea(
        "Names are compared in lower case: STRASSE does not find Straße.",
        "search",
        "test_catalog_search.py::test_a_search_finds",
    ),
    "least-price-is-left-out": idea(
        "min_price excludes products at exactly that price.",
        "off by one",
        "test_catalog_lists.py::test_price_bounds_are_part_of_the_range",
    ),
    "ties-turn-round": idea(
        "Sorted by descending price, products with the same price are in the wrong order.",
        "lists",
        "test_catalog_lists.py::test_a_list_is_sorted_by",
    ),
    "thumbnail-a-pixel-too-large": idea(
        "Thumbnails have 257 pixels instead of 256.",
        "off by one",
        "test_images.py::test_a_thumbnail_is_at_most_256_pixels_wide_and_high",
    ),
    "any-picture-type-is-believed": idea(
        "A PNG with the Content-Type of a JPEG is accepted.",
        "validation",
        "test_image_refusals.py::test_what_is_no_such_picture_is_refused",
    ),
    "any-number-of-scans-is-decoded": idea(
        "A JPEG may have as many scans as fit into it: 4 MB keep a processor busy for minutes.",
        "a small request, much work",
        "test_image_refusals.py::test_a_damaged_picture_is_refused",
    ),
    "the-end-marker-is-not-looked-for": idea(
        "A truncated JPEG is accepted.",
        "validation",
        "test_image_refusals.py::test_a_damaged_picture_is_refused",
    ),
    "decoders-have-no-limits": idea(
        "Decoding an image has no limits of time and memory.",
        "a small request, much work",
        "test_image_refusals.py::test_a_picture_that_takes_too_much_memory_to_decode_is_refused",
    ),
    "an-address-shows-another-image": idea(
        "The address of a replaced image shows the new one, and caches keep that for a year.",
        "stale read",
        "test_images.py::test_the_address_of_a_replaced_image_leads_to_the_new_one",
    ),
    "bestsellers-forget-cancellations": idea(
        "Cancelled orders still count as sold.",
        "sums",
        "test_bestsellers.py::test_what_is_confirmed_counts_and_what_is_cancelled_does_not",
    ),
    "product-has-no-location": idea(
        "The response to a new product has no Location.",
        "form",
        "test_bites_catalog.py::test_a_new_product_is_found_at_its_location",
    ),
    "last-change-stands-still": idea(
        "updated_at never changes after the product's creation.",
        "stale read",
        "test_bites_catalog.py::test_a_change_moves_the_time_of_the_last_change_on",
    ),
    "lists-are-cached-too-long": idea(
        "Caches may reuse a list of products for ten minutes.",
        "stale read",
        "test_bites_catalog.py::test_no_cache_keeps_a_list_longer_than_it_may_be_old",
    ),
}
