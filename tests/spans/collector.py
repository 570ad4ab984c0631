"""A collector that takes nothing but what OpenTelemetry's own protocol package can read."""

import json
import threading
from base64 import b64encode
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from google.protobuf import json_format
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

IDS = {"traceId", "spanId", "parentSpanId"}  # in hex, where Protobuf's own JSON has Base64


def parsed(body):
    """The request that body is; json_format.ParseError for a field it does not know."""
    return json_format.ParseDict(_in_base64(json.loads(body)), ExportTraceServiceRequest())


def spans(requests):
    """[(resource attributes, span)]"""
    return [
        (values(one.resource.attributes), span)
        for request in requests
        for one in request.resource_spans
        for scope in one.scope_spans
        for span in scope.spans
    ]


def values(attributes):
    return {each.key: getattr(each.value, each.value.WhichOneof("value")) for each in attributes}


@contextmanager
def collecting(status=200):
    """(its address, what it has received so far)"""
    received = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            assert self.path == "/v1/traces", self.path
            assert self.headers["Content-Type"] == "application/json"
            received.append(parsed(body))
            self.send_response(status)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", received
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _in_base64(value):
    if isinstance(value, list):
        return [_in_base64(each) for each in value]
    if isinstance(value, dict):
        return {k: _id(each) if k in IDS else _in_base64(each) for k, each in value.items()}
    return value


def _id(text):
    return b64encode(bytes.fromhex(text)).decode()
