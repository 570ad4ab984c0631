"""The routes of images: the product's, whichever it is now, and each at an address of its own."""

from flask import Blueprint, Response, request

from shop_rules import etags, pictures, queries
from shop_rules.shapes import ProductId

from .. import auth, http
from . import images, usecases

bp = Blueprint("images", __name__)
REVALIDATE = {"Cache-Control": "no-cache"}
FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}  # RFC 8246


@bp.put("/products/<product_id>/image")
def set_picture(product_id: ProductId) -> Response:
    auth.may("put_image")
    usecases.check_exists(product_id)
    media_type = pictures.check_type(request.headers.get("Content-Type"))
    content = http.content(pictures.MAX_BYTES)
    return http.answer(usecases.set_picture(product_id, content, media_type), 202)


@bp.get("/products/<product_id>/image")
def show_picture(product_id: ProductId) -> Response:
    usecases.check_exists(product_id)
    size = queries.choice(request.args, "size", pictures.SIZES, "full")
    content, media_type = usecases.picture(product_id, size)
    return Response(content, content_type=media_type, headers=REVALIDATE)


# --8<-- [start:by_id]
@bp.get("/products/<product_id>/images/<image_id>")
def show_picture_by_id(product_id: ProductId, image_id: str) -> Response:
    product = images.find(product_id, image_id)
    size = queries.choice(request.args, "size", pictures.SIZES, "full")
    headers = {"ETag": etags.of_version(f"{image_id}-{size}"), **FOREVER}
    if product and etags.unchanged(request.headers.get("If-None-Match"), headers["ETag"]):
        return Response(status=304, headers=headers)
    found = images.read(product, size) if product else None
    if found is None:
        return Response(status=302, headers={"Location": images.current_url(product_id, size)})
    content, media_type = found
    return Response(content, content_type=media_type, headers=headers)


# --8<-- [end:by_id]
