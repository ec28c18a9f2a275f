"""A relay that brings every page in small pieces with a pause between them, as a poor line does; what pages load comes whole."""

from __future__ import annotations

import http.client
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

PIECE, PAUSE = 700, 0.03
"""Bytes and seconds: a few frames lie between two pieces, so that the browser draws what it has."""


@contextmanager
def slow_line(base_url: str):
    """The address of a relay to the server at `base_url`."""
    host = urlsplit(base_url).netloc

    class Relay(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle(self):
            try:
                super().handle()
            except ConnectionError:
                # The browser went on to its next page, or was closed.
                self.close_connection = True

        def do_GET(self):
            server = http.client.HTTPConnection(host, timeout=30)
            try:
                # Uncompressed, because a piece of a compressed page is nothing that could be drawn yet.
                headers = {name: value for name, value in self.headers.items() if name.lower() != "accept-encoding"}
                server.request("GET", self.path, headers={**headers, "Host": host})
                answer = server.getresponse()
                body = answer.read()
            finally:
                server.close()
            self.send_response_only(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in ("transfer-encoding", "content-length", "connection"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            is_page = (answer.getheader("Content-Type") or "").startswith("text/html")
            piece, pause = (PIECE, PAUSE) if is_page else (max(len(body), 1), 0)
            for start in range(0, len(body), piece):
                self.wfile.write(body[start:start + piece])
                time.sleep(pause)

        def log_message(self, format, *arguments):
            pass

    relay = ThreadingHTTPServer(("127.0.0.1", 0), Relay)
    relay.daemon_threads = True
    thread = threading.Thread(target=relay.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{relay.server_port}"
    finally:
        relay.shutdown()
        thread.join()
        relay.server_close()
