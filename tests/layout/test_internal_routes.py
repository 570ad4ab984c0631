"""Which service may ask which other for what: the whole table, and the routes held to it."""

import ast

from .house import SERVICES, below, place, python_files

EVERYBODY = "catalog inventory cart orders payments notifications"

# {(service, method, path below /internal): who may}
TABLE = {
    ("accounts", "get", "/sessions/<session_id>"): EVERYBODY,
    ("accounts", "get", "/people/<user_id>"): "cart orders notifications",
    ("accounts", "put", "/people/<user_id>/visitor"): "catalog",
    ("catalog", "get", "/products"): "cart",
    ("inventory", "get", "/stock"): "catalog",
    ("inventory", "put", "/stock/<product_id>"): "catalog",
    ("inventory", "put", "/reservations/<order_id>"): "orders",
    ("inventory", "post", "/reservations/<order_id>/sale"): "orders",
    ("inventory", "post", "/reservations/<order_id>/release"): "orders",
    ("inventory", "post", "/reservations/<order_id>/return"): "orders",
    ("cart", "get", "/carts/<user_id>"): "orders",
    ("cart", "post", "/carts/<user_id>/renewal"): "orders",
    ("payments", "put", "/charges/<order_id>"): "orders",
    ("payments", "put", "/refunds/<order_id>"): "orders",
}


def internal_routes(files):
    """{(service, method, path): who may}; "" where the function does not begin with the guard."""
    return {
        (place(path)[1][0], route.func.attr, route.args[0].value): _guard(node)
        for path, text in below(files, SERVICES).items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef)
        for route in node.decorator_list
        if ast.unparse(route).startswith("internal.")
    }


def _guard(function):
    first = function.body[0]
    if isinstance(first, ast.Expr) and ast.unparse(first).startswith("auth.service("):
        return " ".join(argument.value for argument in first.value.args)
    return ""


def test_the_routes_let_in_whom_the_table_names():
    assert internal_routes(python_files()) == TABLE


def test_a_route_without_a_guard_is_found():
    text = "@internal.get('/x')\ndef show():\n    return auth.service('orders')\n"
    found = internal_routes({f"{SERVICES}/cart/routes.py": text})
    assert found == {("cart", "get", "/x"): ""}
