from flask import Blueprint, Response, request

from shop_rules import bodies, click_queries, etags, headers, pricing, product_files, queries
from shop_rules.click_bodies import NewClicks
from shop_rules.shapes import ProductId

from .. import auth, http
from ..config import config
from . import clickstream, image_routes, importing, search, usecases

bp = Blueprint("catalog", __name__)
bp.register_blueprint(image_routes.bp)
REVALIDATE = {"Cache-Control": "no-cache"}


@bp.get("/products")
def list_products() -> Response:
    asked = _asked(request.args)
    filters = ("products", *asked.values())
    limit, after = http.page_asked(*filters, like=search.cursor_shape(asked["sort"]))
    products, keys = usecases.find(asked, limit, after)
    _, more = http.page(keys, limit, *filters, after=list)
    return http.answer(products[:limit], next_cursor=more, headers=REVALIDATE)


@bp.get("/products/<product_id>")
def show_product(product_id: ProductId) -> Response:
    product, etag = usecases.show(product_id)
    if etags.unchanged(request.headers.get("If-None-Match"), etag):
        return Response(status=304, headers={"ETag": etag, **REVALIDATE})
    return http.answer(product, headers={"ETag": etag, **REVALIDATE})


@bp.get("/products/<product_id>/availability")
def show_availability(product_id: ProductId) -> Response:
    available = usecases.available(product_id)
    return http.answer({"product_id": product_id, "available": available})


@bp.post("/products")
def add_product() -> Response:
    auth.may("create_product")
    product, etag = usecases.add(http.body(bodies.Product))
    where = config().url_of(f"/products/{product['id']}")
    return http.answer(product, 201, headers={"ETag": etag, "Location": where})


@bp.put("/products/<product_id>")
def change_product(product_id: ProductId) -> Response:
    auth.may("update_product")
    usecases.check_exists(product_id)
    changed = http.body(bodies.Product)
    if_match = etags.required(request.headers.get("If-Match"))
    product, etag = usecases.change(product_id, changed, if_match)
    return http.answer(product, headers={"ETag": etag})


@bp.delete("/products/<product_id>")
def archive_product(product_id: ProductId) -> Response:
    auth.may("archive_product")
    usecases.archive(product_id)
    return http.nothing()


@bp.get("/products/bestsellers")
def list_bestsellers() -> Response:
    return http.answer(usecases.bestsellers(), headers=REVALIDATE)


@bp.post("/product-imports")
def import_products() -> Response:
    caller = auth.may("import_products")
    media_type = product_files.check_type(request.headers.get("Content-Type"))
    content = http.content(product_files.MAX_BYTES)
    key = headers.idempotency_key(request.headers.get("Idempotency-Key"))
    begun = importing.begin(caller.id, key, content, media_type)
    where = config().url_of(f"/product-imports/{begun['id']}")
    return http.answer(begun, 202, headers={"Location": where})


@bp.get("/product-imports/<import_id>")
def show_import(import_id: str) -> Response:
    auth.may("get_import")
    return http.answer(importing.show(import_id))


@bp.post("/events")
def collect_events() -> Response:
    caller = auth.signed_in_or_not()
    received = clickstream.collect(http.body(NewClicks), caller.id if caller else None)
    return http.answer({"received": received}, 202)


@bp.get("/analytics/funnel")
def show_funnel() -> Response:
    auth.may("get_funnel")
    return http.answer(clickstream.funnel(*click_queries.span(request.args)))


@bp.get("/analytics/trending")
def list_trending() -> Response:
    auth.may("list_trending")
    return http.answer(clickstream.trending(click_queries.window(request.args)))


def _asked(query: queries.Query) -> search.Asked:
    return {
        "q": queries.text(query, "q", 200),
        "category": queries.text(query, "category", 100, shortest=1),
        "min_price": queries.whole_number(query, "min_price", 0, pricing.MAX_PRICE),
        "max_price": queries.whole_number(query, "max_price", 0, pricing.MAX_PRICE),
        "sort": queries.choice(query, "sort", search.SORTS, "newest"),
    }
