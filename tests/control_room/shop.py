"""A shop with one product that takes any order: what the control room's buyer asks, and no more."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .sent import ORDER

PRODUCTS = [{"id": "p1", "name": "Lamp", "available": 5}]


class Shop:
    """on_order(): called before an order is answered. status: of that answer."""

    def __init__(self, on_order=lambda: None, products=PRODUCTS):
        self.on_order, self.products, self.status, self.asked = on_order, products, 201, []
        shop = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                shop._answer(self)

            do_POST = do_PUT = do_GET

            def log_message(self, *args):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}/api/v1"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _answer(self, asked):
        body = asked.rfile.read(int(asked.headers["Content-Length"] or 0))
        method, path = asked.command, asked.path.removeprefix("/api/v1").partition("?")[0]
        self.asked.append((method, path, body))
        status, data = self._found(method, path)
        content = json.dumps({"data": data}).encode()
        asked.send_response(status)
        asked.send_header("Content-Length", str(len(content)))
        asked.end_headers()
        asked.wfile.write(content)

    def _found(self, method, path):
        order = {"id": ORDER, "status": "confirmed", "history": []}
        match method, path.split("/")[1:]:
            case "POST", ["users"]:
                return 201, {"id": "u1"}
            case "POST", ["tokens"]:
                return 201, {"access_token": "t"}
            case "GET", ["products"]:
                return 200, self.products
            case "PUT", ["users", "u1", "cart", "items", _]:
                return 200, {}
            case "POST", ["users", "u1", "orders"]:
                self.on_order()
                return self.status, order if self.status == 201 else {}
            case "GET", ["orders", _]:
                return 200, order
        return 404, {}
