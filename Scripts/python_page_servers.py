"""The servers that the programs of the page for Python people talk to: a plain one, the same over TLS, and a proxy.

For Scripts/python-page. They say nothing of the time and count nothing beyond a connection, so that the same requests get the same answers.
"""

import select
import socket
import ssl
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# By method and path: status, header fields, body.
ANSWERS = {
    ("GET", "/"): (200, [("Content-Type", "text/plain; charset=utf-8")], b"Hello from the server."),
    ("GET", "/long"): (200, [("Content-Type", "text/plain")], b"spam " * 90),
    ("GET", "/headers"): (200, [
        ("Content-Type", 'text/html; charset="ISO-8859-1"; answer=42'), ("Set-Cookie", "a=1; Path=/"), ("set-cookie", "b=2"),
        ("Content-Disposition", 'attachment; filename="page one.html"')], b"<p>spam</p>"),
    ("POST", "/form"): (302, [("Location", "/issue12524"), ("Content-Type", "text/html")], b'Redirecting to <a href="/issue12524">'),
}
PASSWORD = "Basic YWxhZGRpbjpvcGVuIHNlc2FtZQ=="


class Origin(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30
    requests = 0

    def log_message(self, *_):
        pass

    def answer(self, status, fields, body):
        self.send_response_only(status)
        for name, value in fields:
            self.send_header(name, value)
        self.send_header("X-Request-Of-Connection", str(self.requests))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def chunks(self):
        """The chunks of the request's body."""
        while size := int(self.rfile.readline(), 16):
            yield self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()

    def request_body(self):
        if "Transfer-Encoding" in self.headers:
            return list(self.chunks())
        return [self.rfile.read(int(self.headers.get("Content-Length", 0)))]

    def handle_request(self):
        self.requests += 1
        body = self.request_body()
        method = "GET" if self.command == "HEAD" else self.command
        if self.path == "/cut-short":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nspam")
            self.close_connection = True
        elif self.path == "/hang-up":
            self.close_connection = True
        elif self.path == "/report.csv":
            self.send_in_chunks([b"name,", b"size\n", b"a" * 700, b"b" * 700, b"c" * 1100])
        elif self.path == "/echo":
            pieces = [f"{len(body)} pieces", f"{self.requestline}\n{self.headers}".rstrip(), *(piece.decode() for piece in body)]
            self.answer(201, [], "\n".join(pieces).encode())
        elif self.path == "/form" and body != [b"%40number=12524&%40type=issue"]:
            self.answer(400, [], b"not the form: " + body[0])
        else:
            self.answer(*ANSWERS.get((method, self.path), (404, [], b"There is no such page here.")))

    do_GET = do_HEAD = do_POST = do_PUT = handle_request

    def send_in_chunks(self, chunks):
        self.send_response_only(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for chunk in [*chunks, b""]:
            self.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))


class Proxy(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30

    def log_message(self, *_):
        pass

    def do_CONNECT(self):
        self.close_connection = True
        if self.headers["Proxy-Authorization"] != PASSWORD:
            self.send_response_only(407)
            self.send_header("Proxy-Authenticate", 'Basic realm="spam"')
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        host, _, port = self.path.rpartition(":")
        with socket.create_connection((host, int(port)), 10) as origin:
            self.send_response_only(200)
            self.end_headers()
            relay(self.connection, origin)


def relay(one, other):
    """Passes bytes both ways until either side ends."""
    ways = {one: other, other: one}
    while ready := select.select(list(ways), [], [], 30)[0]:
        for source in ready:
            data = source.recv(65536)
            if not data:
                return
            ways[source].sendall(data)


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """A client that hangs up is no matter: what it printed is what is compared."""


def make_certificate(folder):
    """A certificate for localhost that is its own authority, with what strict verification (Python 3.13) asks for."""
    extensions = ["subjectAltName=DNS:localhost", "keyUsage=critical,digitalSignature,keyCertSign"]
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
               "-subj", "/CN=localhost", "-keyout", "key.pem", "-out", "ca.pem"]
    for extension in extensions:
        command += ["-addext", extension]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def start(folder):
    """Starts the three, with ca.pem in `folder`; returns which address each host of the page stands for."""
    make_certificate(folder)
    servers = {"www.example.org": Server(("127.0.0.1", 0), Origin), "secure.example.org": Server(("127.0.0.1", 0), Origin),
               "proxy.example.org": Server(("127.0.0.1", 0), Proxy)}
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "ca.pem", folder / "key.pem")
    secure = servers["secure.example.org"]
    secure.socket = context.wrap_socket(secure.socket, server_side=True)
    for server in servers.values():
        threading.Thread(target=server.serve_forever, daemon=True).start()
    # The certificate has a name and no address.
    names = {"secure.example.org": "localhost"}
    return {host: f"{names.get(host, '127.0.0.1')}:{server.server_port}" for host, server in servers.items()}
