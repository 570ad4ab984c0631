"""Where version 2 differs, by operation. Made from openapi.yaml by `make openapi`."""

BODIES = {  # of requests
    "POST /products": ("price money",),
    "PUT /products/{product_id}": ("price money",),
}

ANSWERS = {  # of successes
    "GET /products": ("data/*/price money", "data/*/image_url link"),
    "POST /products": ("data/price money", "data/image_url link"),
    "GET /products/{product_id}": ("data/price money", "data/image_url link"),
    "PUT /products/{product_id}": ("data/price money", "data/image_url link"),
    "PUT /products/{product_id}/image": ("data/price money", "data/image_url link"),
    "GET /users/{user_id}/cart": (
        "data/lines/*/unit_price money",
        "data/lines/*/line_total money",
        "data/total money",
    ),
    "PUT /users/{user_id}/cart/items/{product_id}": (
        "data/lines/*/unit_price money",
        "data/lines/*/line_total money",
        "data/total money",
    ),
    "GET /users/{user_id}/orders": ("data/*/lines apart", "data/*/total money"),
    "POST /users/{user_id}/orders": ("data/lines apart", "data/total money"),
    "GET /orders": ("data/*/lines apart", "data/*/total money"),
    "GET /orders/{order_id}": ("data/lines apart", "data/total money"),
    "GET /orders/{order_id}/lines": ("data/*/unit_price money", "data/*/line_total money"),
    "POST /orders/{order_id}/cancellation": ("data/lines apart", "data/total money"),
    "POST /orders/{order_id}/shipment": ("data/lines apart", "data/total money"),
    "POST /orders/{order_id}/delivery": ("data/lines apart", "data/total money"),
    "GET /orders/{order_id}/payment": ("data/amount money", "data/refunded money"),
    "GET /products/bestsellers": (),
}

# {a path that only version 2 has: the field it is of the resource above}
PARTS = {
    "GET /orders/{order_id}/lines": "lines",
}
