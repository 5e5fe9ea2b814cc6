"""Tests a client of one's own against a server that the test scripts, with sockets and without a network.

    python3 -m unittest client_test
"""

import json
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests


class WeatherClient:
    """What is tested: asks again once if the server is busy, and knows cities that the server does not."""

    def __init__(self, base, token):
        self.base, self.session = base, requests.Session()
        self.session.headers["Authorization"] = "Bearer " + token

    def temperature(self, city):
        for _ in range(2):
            answer = self.session.get(f"{self.base}/weather/{requests.utils.quote(city, safe='')}", timeout=2)
            if answer.status_code != 503:
                break
        if answer.status_code == 404:
            return None
        answer.raise_for_status()
        return answer.json()["celsius"]


class LoopbackServer:
    """A server on a free port, which answers what it is told and remembers what it was asked."""

    def __init__(self, answers):
        requests_seen = self.requests = []

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                requests_seen.append(self)
                status, body = answers[min(len(requests_seen), len(answers)) - 1]
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.base = f"http://127.0.0.1:{self.server.server_address[1]}"

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.server.shutdown()
        self.server.server_close()


class WeatherClientTests(unittest.TestCase):
    def test_sends_its_token_and_encodes_the_city(self):
        with LoopbackServer([(200, json.dumps({"celsius": 21.5}).encode())]) as server:
            self.assertEqual(WeatherClient(server.base, "t0ken").temperature("Bad Hönningen"), 21.5)
            self.assertEqual(server.requests[0].path, "/weather/Bad%20H%C3%B6nningen")
            self.assertEqual(server.requests[0].headers["Authorization"], "Bearer t0ken")

    def test_asks_once_more_if_the_server_is_busy(self):
        with LoopbackServer([(503, b""), (200, b'{"celsius": -3}')]) as server:
            self.assertEqual(WeatherClient(server.base, "t0ken").temperature("Oslo"), -3)
            self.assertEqual(len(server.requests), 2)

    def test_gives_up_if_the_server_stays_busy(self):
        with LoopbackServer([(503, b"")]) as server:
            with self.assertRaises(requests.HTTPError):
                WeatherClient(server.base, "t0ken").temperature("Oslo")
            self.assertEqual(len(server.requests), 2)

    def test_knows_nothing_of_a_city_that_is_not_found(self):
        with LoopbackServer([(404, b"")]) as server:
            self.assertIsNone(WeatherClient(server.base, "t0ken").temperature("Atlantis"))
            self.assertEqual(len(server.requests), 1)


if __name__ == "__main__":
    unittest.main()
