from chalice import Blueprint, Response

from shop_rules import bodies, click_queries, etags, headers, pricing, product_files, queries
from shop_rules.click_bodies import NewClicks
from shop_rules.shapes import ProductId

from .. import auth, http
from ..config import config
from . import clickstream, importing, search, usecases

bp = Blueprint(__name__)
REVALIDATE = {"Cache-Control": "no-cache"}


@bp.route("/products")
def list_products() -> Response:
    asked = _asked(http.arguments())
    filters = ("products", *asked.values())
    limit, after = http.page_asked(*filters, like=search.cursor_shape(asked["sort"]))
    products, keys = usecases.find(asked, limit, after)
    _, more = http.page(keys, limit, *filters, after=list)
    return http.answer(products[:limit], next_cursor=more, headers=REVALIDATE)


@bp.route("/products/{product_id}")
def show_product(product_id: ProductId) -> Response:
    product, etag = usecases.show(product_id)
    if etags.unchanged(http.header("If-None-Match"), etag):
        return http.nothing(304, {"ETag": etag, **REVALIDATE})
    return http.answer(product, headers={"ETag": etag, **REVALIDATE})


@bp.route("/products/{product_id}/availability")
def show_availability(product_id: ProductId) -> Response:
    available = usecases.available(product_id)
    return http.answer({"product_id": product_id, "available": available})


@bp.route("/products", methods=["POST"])
def add_product() -> Response:
    auth.may("create_product")
    product, etag = usecases.add(http.body(bodies.Product))
    where = config().url_of(f"/products/{product['id']}")
    return http.answer(product, 201, headers={"ETag": etag, "Location": where})


@bp.route("/products/{product_id}", methods=["PUT"])
def change_product(product_id: ProductId) -> Response:
    auth.may("update_product")
    usecases.check_exists(product_id)
    changed = http.body(bodies.Product)
    if_match = etags.required(http.header("If-Match"))
    product, etag = usecases.change(product_id, changed, if_match)
    return http.answer(product, headers={"ETag": etag})


@bp.route("/products/{product_id}", methods=["DELETE"])
def archive_product(product_id: ProductId) -> Response:
    auth.may("archive_product")
    usecases.archive(product_id)
    return http.nothing()


@bp.route("/products/bestsellers")
def list_bestsellers() -> Response:
    return http.answer(usecases.bestsellers(), headers=REVALIDATE)


@bp.route("/product-imports", methods=["POST"])
def import_products() -> Response:
    caller = auth.may("import_products")
    media_type = product_files.check_type(http.header("Content-Type"))
    content = http.content(product_files.MAX_BYTES)
    key = headers.idempotency_key(http.header("Idempotency-Key"))
    begun = importing.begin(caller.id, key, content, media_type)
    where = config().url_of(f"/product-imports/{begun['id']}")
    return http.answer(begun, 202, headers={"Location": where})


@bp.route("/product-imports/{import_id}")
def show_import(import_id: str) -> Response:
    auth.may("get_import")
    return http.answer(importing.show(import_id))


@bp.route("/events", methods=["POST"])
def collect_events() -> Response:
    caller = auth.signed_in_or_not()
    received = clickstream.collect(http.body(NewClicks), caller.id if caller else None)
    return http.answer({"received": received}, 202)


@bp.route("/analytics/funnel")
def show_funnel() -> Response:
    auth.may("get_funnel")
    return http.answer(clickstream.funnel(*click_queries.span(http.arguments())))


@bp.route("/analytics/trending")
def list_trending() -> Response:
    auth.may("list_trending")
    return http.answer(clickstream.trending(click_queries.window(http.arguments())))


def _asked(query: queries.Query) -> search.Asked:
    return {
        "q": queries.text(query, "q", 200),
        "category": queries.text(query, "category", 100, shortest=1),
        "min_price": queries.whole_number(query, "min_price", 0, pricing.MAX_PRICE),
        "max_price": queries.whole_number(query, "max_price", 0, pricing.MAX_PRICE),
        "sort": queries.choice(query, "sort", search.SORTS, "newest"),
    }
