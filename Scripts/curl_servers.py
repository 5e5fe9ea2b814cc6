"""The servers that `Scripts/curl` runs two commands against: they record each request as it came, and answer by the path.

A `World` has one of each: origins with and without TLS, a proxy, a SOCKS 5 server, one that never answers. Paths stand in `ROUTES`.
"""

import base64
import gzip
import hashlib
import select
import socket
import ssl
import struct
import subprocess
import threading
import time
import zlib
from email.utils import formatdate
from pathlib import Path

USER, PASSWORD = "user", "secret"
LETTERS = b"abcdefghijklmnopqrstuvwxyz"
LAST_MODIFIED = "Wed, 01 Jan 2025 10:00:00 GMT"
EXPIRES = formatdate(int(time.time()) // 86_400 * 86_400 + 30 * 86_400, usegmt=True)
PATIENCE = 12  # Seconds that a server waits for a client: more than a command may take.


# What is recorded.

class Record:
    """One request as it came, or what came to a server that is no HTTP server."""

    def __init__(self, server, line, fields=(), tls=""):
        self.server, self.line, self.fields, self.tls = server, line, list(fields), tls
        self.connection, self.body, self.is_chunked = 0, b"", False


class Recording:
    def __init__(self):
        self.records, self.connections, self.counts, self.lock = [], {}, {}, threading.Lock()

    def add(self, connection, record):
        with self.lock:
            record.connection = self.connections.setdefault(connection, len(self.connections) + 1)
            self.records.append(record)

    def count(self, name):
        """How often a path that answers differently each time was asked for before."""
        with self.lock:
            self.counts[name] = self.counts.get(name, 0) + 1
            return self.counts[name] - 1


class Connection:
    def __init__(self, socket, server, recording, stop, tls=""):
        self.socket, self.server, self.recording, self.stop, self.tls = socket, server, recording, stop, tls
        self.input, self.is_open = b"", True

    def fill(self):
        piece = self.socket.recv(65_536)
        self.input += piece
        return bool(piece)

    def take(self, count):
        while len(self.input) < count:
            if not self.fill():
                raise EOFError
        piece, self.input = self.input[:count], self.input[count:]
        return piece

    def take_line(self):
        while b"\n" not in self.input:
            if not self.fill():
                raise EOFError
        line, _, self.input = self.input.partition(b"\n")
        return line.rstrip(b"\r")

    def take_head(self):
        while b"\r\n\r\n" not in self.input:
            if not self.fill() or self.input[:1] == b"\x16":  # TLS, to a server without it
                return None
        head, _, self.input = self.input.partition(b"\r\n\r\n")
        lines = head.split(b"\r\n")
        record = Record(self.server, lines[0].decode("latin-1"), [line.decode("latin-1") for line in lines[1:]], self.tls)
        self.recording.add(self, record)
        return record

    def take_body(self, request):
        if request.value("transfer-encoding").lower() == "chunked":
            request.record.is_chunked = True
            while size := int(self.take_line().split(b";")[0], 16):
                request.record.body += self.take(size)
                self.take(2)
            while self.take_line():
                pass
        else:
            request.record.body = self.take(int(request.value("content-length") or 0))

    def send(self, data):
        self.socket.sendall(data)

    def wait(self, seconds=PATIENCE):
        self.stop.wait(seconds)

    def end(self):
        """Closes without losing what was sent: what still comes is read first."""
        self.is_open = False
        if isinstance(self.socket, ssl.SSLSocket):
            self.socket.settimeout(0.5)
            self.socket = self.socket.unwrap()
        self.socket.shutdown(socket.SHUT_WR)
        self.socket.settimeout(2)
        while self.socket.recv(65_536):
            pass

    def cut(self):
        """Closes without a close_notify."""
        self.is_open = False
        self.socket.shutdown(socket.SHUT_RDWR)

    def reset(self):
        self.is_open = False
        # What was sent has to be read before: a reset drops it.
        time.sleep(0.2)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()


class Request:
    def __init__(self, record, world, connection):
        self.record, self.world, self.connection = record, world, connection
        self.method, _, rest = record.line.partition(" ")
        self.target = rest.rpartition(" ")[0]
        path = self.target
        if "://" in path:
            path = "/" + path.partition("://")[2].partition("/")[2]
        self.path = path.partition("?")[0]
        self.argument = ""

    def value(self, name):
        for field in self.record.fields:
            if field.partition(":")[0].lower() == name:
                return field.partition(":")[2].strip()
        return ""

    def answer(self, status="200 OK", body=b"", *fields, version="1.1"):
        """Sends a head with the body's length, and the body."""
        lines = [f"HTTP/{version} {status}", *fields]
        if not any(field.startswith("Content-Type") for field in fields) and body:
            lines.append("Content-Type: text/plain")
        lines.append(f"Content-Length: {len(body)}")
        head = "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"
        self.connection.send(head + (b"" if self.method == "HEAD" else body))

    def raw(self, *pieces):
        """Sends these bytes, and closes."""
        for piece in pieces:
            self.connection.send(piece)
        self.connection.end()


# The paths. A name that ends in a slash stands for all paths that start with it; what is behind it is `request.argument`.

ROUTES = {}
# These answer before the body has come.
WITHOUT_BODY = ("/early-413", "/refuse-expect", "/early-reset")


def route(name):
    return lambda function: ROUTES.setdefault(name, function)


def find_route(path):
    if path in ROUTES:
        return ROUTES[path], ""
    for name, function in ROUTES.items():
        if name.endswith("/") and len(name) > 1 and path.startswith(name):
            return function, path[len(name):]
    return lambda request: request.answer("200 OK", b"any\n"), ""


@route("/hello")
def hello(request):
    request.answer("200 OK", b"hello\n")


@route("/empty")
def empty(request):
    request.answer()


@route("/status/")
def status(request):
    code = request.argument
    reason = {"200": "OK", "404": "Not Found", "400": "Bad Request", "500": "Internal Server Error"}.get(code, "Some Reason")
    request.answer(f"{code} {reason}", f"status {code}\n".encode(), "X-Status: " + code)


@route("/no-reason")
def no_reason(request):
    request.raw(b"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok")


@route("/204")
def no_content(request):
    request.connection.send(b"HTTP/1.1 204 No Content\r\nX-A: b\r\n\r\n")


@route("/304")
def not_modified(request):
    request.connection.send(b"HTTP/1.1 304 Not Modified\r\nETag: \"e\"\r\nContent-Length: 26\r\n\r\n")


@route("/no-length")
def no_length(request):
    request.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"until the end\n")


@route("/http10")
def http10(request):
    request.raw(b"HTTP/1.0 200 OK\r\n\r\nold\n")


@route("/chunked")
def chunked(request):
    request.connection.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n3;x=y\r\ntwo\r\n1\r\n\n\r\n0\r\n\r\n")


@route("/trailers")
def trailers(request):
    request.connection.send(
        b"HTTP/1.1 200 OK\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n0\r\nX-Sum: 1\r\nX-Other: 2\r\n\r\n")


@route("/early-hints")
def early_hints(request):
    request.connection.send(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n")
    request.answer("200 OK", b"hinted\n")


@route("/continue")
def unasked_continue(request):
    request.connection.send(b"HTTP/1.1 100 Continue\r\n\r\n")
    request.answer("200 OK", b"continued\n")


@route("/many")
def many(request):
    request.answer("200 OK", b"many\n", *(f"X-{number}: {'v' * number}" for number in range(100)))


@route("/fields")
def fields(request):
    request.raw(
        b"HTTP/1.1 200 Fine \xfc\r\nx-lower:no space\r\nX-Twice: 1\r\nX-TWICE: 2\r\nX-Empty:\r\nX-Spaces:   a  b  \r\n"
        b"X-Latin: gr\xfcn\r\nX-Folded: a\r\n  b\r\nContent-Length: 2\r\n\r\nok")


@route("/bare-lf")
def bare_lf(request):
    request.raw(b"HTTP/1.1 200 OK\nX-A: b\nContent-Length: 2\n\nok")


@route("/redirect/")
def redirect(request):
    code, _, place = request.argument.partition("/")
    if place == "query" and request.target.endswith("?x=1"):
        return request.answer("200 OK", b"query\n")
    ports, host = request.world.ports, "127.0.0.1"
    location = {
        "": "/hello", "loop": request.target, "query": "?x=1", "space": "/a b\tc", "fragment": "/hello#part",
        "relative": "sub/../../../hello?x=1", "utf8": "/\u00e9".encode().decode("latin-1"),
        "http": f"http://{host}:{ports['http']}/hello", "https": f"https://{host}:{ports['tls']}/hello",
        "name": f"http://localhost:{ports['http']}/hello", "other": f"http://{host}:{ports['other']}/hello",
        "network": f"//{host}:{ports['other']}/hello",
        "user": f"http://{USER}:{PASSWORD}@{host}:{ports['http']}/hello", "file": "file:///etc/hosts",
        "scheme": "foo://x/", "bad": "http://[x/", "unknown": "http://nowhere.invalid/", "refused": f"http://{host}:{ports['closed']}/",
        "digest": "/digest", "back": f"http://{host}:{ports['other']}/redirect/302/http", "cookie": "/cookies",
    }[place]
    more = ("Set-Cookie: hop=1",) if place == "cookie" else ()
    return request.answer(f"{code} Found", b"moved\n", f"Location: {location}", *more)


@route("/chain/")
def chain(request):
    left = int(request.argument)
    if left == 0:
        return request.answer("200 OK", b"end of the chain\n")
    return request.answer("302 Found", b"", f"Location: /chain/{left - 1}")


@route("/no-location")
def no_location(request):
    request.answer("302 Found", b"nowhere\n")


@route("/cookies")
def cookies(request):
    request.answer(
        "200 OK", b"cookies\n", "Set-Cookie: a=1; Path=/", "Set-Cookie: b=2; Path=/deep; HttpOnly", f"Set-Cookie: c=3; Expires={EXPIRES}",
        "Set-Cookie: e=5; Domain=other.test", "Set-Cookie: f=; Max-Age=0", "Set-Cookie: a=6; Path=/")


@route("/basic")
def basic(request):
    wanted = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
    if request.value("authorization") == wanted:
        return request.answer("200 OK", b"let in\n")
    return request.answer("401 Unauthorized", b"who?\n", 'WWW-Authenticate: Basic realm="r"')


def digest_route(name, challenge):
    @route(name)
    def digest(request):
        if request.value("authorization").lower().startswith("digest "):
            return request.answer("200 OK", b"let in\n")
        return request.answer("401 Unauthorized", b"who?\n", f"WWW-Authenticate: {challenge}")


digest_route("/digest", 'Digest realm="r", nonce="abc123", qop="auth", opaque="o", algorithm=MD5')
digest_route("/digest-old", 'Digest realm="r", nonce="abc123"')
digest_route("/digest-sha", 'Digest realm="r", nonce="abc123", qop="auth,auth-int", algorithm=SHA-256')
digest_route("/digest-refused", 'Basic realm="r"')


@route("/digest-two")
def digest_two(request):
    if request.value("authorization").lower().startswith("digest "):
        return request.answer("200 OK", b"let in\n")
    return request.answer(
        "401 Unauthorized", b"who?\n", 'WWW-Authenticate: Basic realm="r"', 'WWW-Authenticate: Digest realm="r", nonce="n2", qop="auth"')


@route("/range")
def ranged(request):
    asked = request.value("range")
    common = ("Accept-Ranges: bytes", 'ETag: "letters"', f"Last-Modified: {LAST_MODIFIED}")
    if not asked.startswith("bytes=") or "," in asked:
        return request.answer("200 OK", LETTERS, *common)
    first, _, last = asked[6:].partition("-")
    start = int(first) if first else max(0, len(LETTERS) - int(last))
    end = min(int(last) + 1, len(LETTERS)) if first and last else len(LETTERS)
    if start >= len(LETTERS):
        return request.answer("416 Range Not Satisfiable", b"no such range\n", f"Content-Range: bytes */{len(LETTERS)}")
    return request.answer("206 Partial Content", LETTERS[start:end], *common, f"Content-Range: bytes {start}-{end - 1}/{len(LETTERS)}")


@route("/no-range")
def no_range(request):
    request.answer("200 OK", LETTERS)


@route("/wrong-range")
def wrong_range(request):
    request.answer("206 Partial Content", LETTERS[3:], f"Content-Range: bytes 3-25/{len(LETTERS)}")


@route("/dated")
def dated(request):
    if request.value("if-modified-since"):
        return request.connection.send(f"HTTP/1.1 304 Not Modified\r\nLast-Modified: {LAST_MODIFIED}\r\n\r\n".encode())
    return request.answer("200 OK", b"dated\n", f"Last-Modified: {LAST_MODIFIED}")


@route("/dated-200")
def dated_200(request):
    request.answer("200 OK", b"dated\n", f"Last-Modified: {LAST_MODIFIED}")


def raw_deflate(data):
    deflate = zlib.compressobj(wbits=-15)
    return deflate.compress(data) + deflate.flush()


TEXT = b"compress me, " * 40
CODED = {
    "gzip": ("gzip", gzip.compress(TEXT, mtime=0)), "x-gzip": ("x-gzip", gzip.compress(TEXT, mtime=0)),
    "deflate": ("deflate", zlib.compress(TEXT)),
    "raw": ("deflate", raw_deflate(TEXT)), "identity": ("identity", TEXT), "none": ("none", TEXT), "unknown": ("foo", TEXT),
    "two": ("deflate, gzip", gzip.compress(zlib.compress(TEXT), mtime=0)), "upper": ("GZIP", gzip.compress(TEXT, mtime=0)),
    "cut": ("gzip", gzip.compress(TEXT, mtime=0)[:30]), "broken": ("gzip", b"this is no gzip"), "empty": ("gzip", b""),
    "members": ("gzip", gzip.compress(TEXT, mtime=0) * 2),
}


@route("/coded/")
def coded(request):
    name, body = CODED[request.argument]
    request.answer("200 OK", body, f"Content-Encoding: {name}")


@route("/slow")
def slow(request):
    request.connection.send(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")
    for letter in b"slow\n":
        request.connection.wait(0.1)
        request.connection.send(bytes([letter]))


@route("/stall")
def stall(request):
    request.connection.wait()
    request.connection.is_open = False


@route("/stall-body")
def stall_body(request):
    request.connection.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nstart")
    request.connection.wait()
    request.connection.is_open = False


@route("/long")
def long(request):
    request.answer("200 OK", bytes(range(256)) * 160)


@route("/flaky/")
def flaky(request):
    code, _, after = request.argument.partition("/")
    if request.world.recording.count(request.path):
        return request.answer("200 OK", b"at last\n")
    if code == "drop":
        return request.connection.cut()
    if code == "cut":
        return request.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nfirst try")
    return request.answer(f"{code} Not Now", b"not now\n", *([f"Retry-After: {after}"] if after else []))


@route("/early-413")
def early_413(request):
    request.raw(b"HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 8\r\n\r\ntoo big\n")


@route("/refuse-expect")
def refuse_expect(request):
    if request.value("expect"):
        return request.answer("417 Expectation Failed", b"no\n")
    request.connection.take_body(request)
    return request.answer("200 OK", b"taken\n")


@route("/no-continue")
def no_continue(request):
    request.answer("200 OK", b"%d bytes\n" % len(request.record.body))


@route("/disposition/")
def disposition(request):
    value = {
        "plain": "attachment; filename=named.txt", "quoted": 'attachment; filename="na med.txt"', "inline": 'inline; filename="in.txt"',
        "folder": 'attachment; filename="../../up.txt"', "none": "attachment", "exists": 'attachment; filename="data.txt"',
        "upper": 'ATTACHMENT; FILENAME="upper.txt"',
        "escaped": 'attachment; filename="a\\"b.txt"', "dot": 'attachment; filename=".hidden"',
    }[request.argument.partition("/")[0]]
    request.answer("200 OK", b"named\n", f"Content-Disposition: {value}")


@route("/close")
def close(request):
    request.connection.end()


def raw_route(name, *pieces, then="end"):
    @route(name)
    def raw(request):
        for piece in pieces:
            request.connection.send(piece)
        getattr(request.connection, then)()


raw_route("/cut", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this")
raw_route("/cut-chunk", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\nonly this")
raw_route("/cut-chunks", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nonly\r\n")
raw_route("/cut-head", b"HTTP/1.1 200 OK\r\nContent-Le")
raw_route("/cut-tls", b"HTTP/1.1 200 OK\r\n\r\nonly this", then="cut")
raw_route("/reset", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this", then="reset")
raw_route("/reset-head", then="reset")
raw_route("/garbage", b"this is not HTTP\r\n\r\n")
raw_route("/bad-status", b"HTTP/1.1 abc\r\n\r\nbody")
raw_route("/bad-version", b"HTTP/3.7 200 OK\r\nContent-Length: 2\r\n\r\nok")
raw_route("/no-colon", b"HTTP/1.1 200 OK\r\nno colon here\r\nContent-Length: 2\r\n\r\nok")
raw_route("/bad-length", b"HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\nok")
raw_route("/minus-length", b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nok")
raw_route("/two-lengths", b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok")
raw_route("/same-lengths", b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok")
raw_route("/bad-chunk", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\nxyz\r\n")
raw_route("/bad-coding", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: foo\r\n\r\nok")
raw_route("/nul", b"HTTP/1.1 200 OK\r\nX-A: a\0b\r\nContent-Length: 2\r\n\r\nok")
raw_route("/huge", b"HTTP/1.1 200 OK\r\nX-A: " + b"v" * 400_000 + b"\r\nContent-Length: 2\r\n\r\nok")


# The servers.

def serve(world, connection):
    """Reads requests and answers them until one side ends the connection."""
    while connection.is_open and (record := connection.take_head()):
        request = Request(record, world, connection)
        if connection.server in ("proxy", "secureproxy") and request.method == "CONNECT":
            return tunnel(world, connection, request)
        if connection.server == "authproxy" and not proxy_lets_in(connection, request):
            continue
        function, request.argument = find_route(request.path)
        if request.path not in WITHOUT_BODY:
            if request.value("expect").lower() == "100-continue" and request.path != "/no-continue":
                connection.send(b"HTTP/1.1 100 Continue\r\n\r\n")
            connection.take_body(request)
        function(request)
        is_old = record.line.endswith("HTTP/1.0") and request.value("connection").lower() != "keep-alive"
        if connection.is_open and (is_old or request.value("connection").lower() == "close"):
            connection.end()


def proxy_lets_in(connection, request):
    wanted = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
    if request.value("proxy-authorization") == wanted:
        if request.method != "CONNECT":
            return True
        tunnel(request.world, connection, request)
        connection.is_open = False
        return False
    request.answer("407 Proxy Authentication Required", b"who?\n", 'Proxy-Authenticate: Basic realm="p"')
    return False


def tunnel(world, connection, request):
    host, _, port = request.target.rpartition(":")
    if host == "refuse.test":
        return request.answer("403 Forbidden", b"not there\n")
    if host == "garble.test":
        return request.raw(b"garble\r\n\r\n")
    if host == "fields.test":
        connection.send(b"HTTP/1.1 200 Fine\r\nX-Proxy: p\r\n\r\n")
    else:
        connection.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
    return splice(connection, int(port))


def splice(connection, port):
    with socket.create_connection(("127.0.0.1", port), 5) as onward:
        onward.sendall(connection.input)
        pair = {connection.socket: onward, onward: connection.socket}
        while not connection.stop.is_set():
            for side in select.select(pair, [], [], 0.5)[0]:
                piece = side.recv(65_536)
                while isinstance(side, ssl.SSLSocket) and side.pending():
                    piece += side.recv(65_536)
                if not piece:
                    return
                pair[side].sendall(piece)


def serve_socks(world, connection):
    take = connection.take
    methods = take(take(2)[1])
    said = ""
    if 2 in methods:
        connection.send(b"\5\2")
        user = take(take(2)[1])
        password = take(take(1)[0])
        said = f" {user.decode()}/{password.decode()}"
        connection.send(b"\1\0")
    else:
        connection.send(b"\5\0")
    kind = take(4)[3]
    if kind == 3:
        host = take(take(1)[0]).decode()
    else:
        host = socket.inet_ntop(socket.AF_INET, take(4)) if kind == 1 else socket.inet_ntop(socket.AF_INET6, take(16))
    port = struct.unpack(">H", take(2))[0]
    connection.recording.add(connection, Record("socks", f"{'name' if kind == 3 else 'address'} {host}:{port}{said}"))
    if host == "refuse.test":
        return connection.send(b"\5\5\0\1" + bytes(6))
    connection.send(b"\5\0\0\1" + bytes(6))
    return splice(connection, port)


class World:
    """One of each server, for one command at a time."""

    def __init__(self, folder, certificates):
        self.folder, self.ports, self.threads, self.certificates = Path(folder), {}, [], certificates
        self.reset()
        while True:
            http = socket.create_server(("127.0.0.1", 0))
            try:
                six = socket.create_server(("::1", http.getsockname()[1]), family=socket.AF_INET6)
                break
            except OSError:
                http.close()
        unix = socket.socket(socket.AF_UNIX)
        unix.bind(str(self.folder / "socket"))
        unix.listen()
        self.listen("http", http)
        self.listen("six", six)
        self.listen("unix", unix)
        for name in ("other", "proxy", "authproxy", "socks", "mute"):
            self.listen(name, socket.create_server(("127.0.0.1", 0)))
        for name, certificate in (("tls", "right"), ("wrongtls", "wrong"), ("secureproxy", "right")):
            self.listen(name, socket.create_server(("127.0.0.1", 0)), certificate)
        # Bound and not listening: whoever connects is refused, and nobody else gets the port.
        self.closed = socket.socket()
        self.closed.bind(("127.0.0.1", 0))
        self.ports["closed"] = self.closed.getsockname()[1]

    def listen(self, name, listener, certificate=None):
        if listener.family != socket.AF_UNIX:
            self.ports[name] = listener.getsockname()[1]
        threading.Thread(target=self.accept, args=(name, listener, certificate), daemon=True).start()

    def accept(self, name, listener, certificate):
        while True:
            client, _ = listener.accept()
            thread = threading.Thread(target=self.handle, args=(name, client, certificate, self.recording, self.stop), daemon=True)
            thread.start()
            self.threads.append(thread)

    def handle(self, name, client, certificate, recording, stop):
        client.settimeout(PATIENCE)
        tls = ""
        try:
            if name == "mute":
                stop.wait(PATIENCE)
                return
            if certificate:
                client, tls = self.handshake(name, client, certificate)
            connection = Connection(client, name, recording, stop, tls)
            client = connection.socket
            (serve_socks if name == "socks" else serve)(self, connection)
        except (OSError, EOFError, ValueError, IndexError):
            pass
        finally:
            client.close()

    def handshake(self, name, client, certificate):
        names = []
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificates / f"{certificate}.pem", self.certificates / f"{certificate}.key")
        context.load_verify_locations(self.certificates / "ca.pem")
        context.verify_mode = ssl.CERT_OPTIONAL
        context.set_alpn_protocols(["http/1.1"])
        context.sni_callback = lambda _, name, __: names.append(name)
        secure = context.wrap_socket(client, server_side=True)
        subject = dict(pair[0] for pair in (secure.getpeercert() or {}).get("subject", ())).get("commonName", "nobody")
        # Whether a proxy is asked for HTTP/1.1, or for nothing, depends on the version of curl.
        protocol = "" if name == "secureproxy" else f" {secure.selected_alpn_protocol()}"
        tls = f"{secure.version()} {secure.cipher()[0]}{protocol} for {(names + [None])[0]} from {subject}"
        return secure, tls

    def reset(self):
        self.recording, self.stop = Recording(), threading.Event()

    def finish(self):
        """What came since the reset."""
        self.stop.set()
        threads, self.threads = self.threads, []
        for thread in threads:
            thread.join(3)
        records = self.recording.records
        self.reset()
        return records


def make_certificates(folder):
    """An authority, a server's certificate for the names used here, one for another name, and a client's."""
    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], check=True, capture_output=True, cwd=folder)

    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    openssl("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=Authority")
    for name, subject, alternatives in (
        ("right", "/CN=localhost", "DNS:localhost,DNS:h.test,DNS:xn--bcher-kva.test,DNS:fields.test,IP:127.0.0.1,IP:::1"),
        ("wrong", "/CN=wrong.test", "DNS:wrong.test"), ("client", "/CN=client", "DNS:client.test"),
    ):
        (folder / f"{name}.ext").write_text(f"subjectAltName={alternatives}\n")
        openssl("req", *key, "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", subject)
        openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile",
                f"{name}.ext", "-out", f"{name}.pem")
    (folder / "client-both.pem").write_text((folder / "client.pem").read_text() + (folder / "client.key").read_text())
    public = subprocess.run(["openssl", "x509", "-in", folder / "right.pem", "-pubkey", "-noout"], check=True, capture_output=True).stdout
    der = subprocess.run(["openssl", "pkey", "-pubin", "-outform", "DER"], input=public, check=True, capture_output=True).stdout
    return base64.b64encode(hashlib.sha256(der).digest()).decode()
