"""Programs over real sockets: the peer is a server on 127.0.0.1, with TLS where the program says so."""
import contextlib
import json
import pathlib
import re
import socket
import ssl
import struct
import subprocess
import tempfile
import threading

import comparison
import loopback_run

PATIENCE = 3
TLS_RECORD = b"\x16"


class Server:
    """Serves a program's connections in their order, in a thread, and keeps what it saw."""

    def __init__(self, script, identity):
        self.script = script
        self.identity = identity
        self.seen = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.settimeout(PATIENCE)
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self.serve)
        if any("refuse" in each for each in script) or not script:
            self.listener.close()
        else:
            self.thread.start()

    def serve(self):
        for each in self.script:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            facts = {"received": ""}
            self.seen.append(facts)
            with connection, contextlib.suppress(OSError):
                connection.settimeout(PATIENCE)
                self.talk(connection, each, facts)

    def talk(self, connection, script, facts):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if script.get("tls"):
            connection = self.secured(connection, facts)
        for pieces in script["exchanges"]:
            request = read_request(connection)
            facts["received"] += request
            if not request:
                return
            for piece in pieces:
                connection.sendall(piece.encode("latin-1"))
        if script["end"] == "stall":
            read_to_the_end(connection)
        elif script["end"] == "reset":
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def secured(self, connection, facts):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.identity / "server.pem", self.identity / "server.key")
        context.set_alpn_protocols(["http/1.1"])
        context.sni_callback = lambda _, name, __: facts.update(name=name)
        secure = context.wrap_socket(connection, server_side=True)
        facts.update(protocol=secure.selected_alpn_protocol(), version=secure.version())
        return secure

    def close(self):
        """Ends the server, and returns what it saw."""
        self.listener.close()
        if self.thread.is_alive():
            self.thread.join(PATIENCE + 1)
        return self.seen


def read_request(connection):
    """A request as far as its framing tells; "" at the end of the stream."""
    data = b""
    while not is_whole(data):
        more = connection.recv(65536)
        if not more:
            break
        data += more
    # The rest of a TLS handshake, which this server was not to speak, is never the same twice.
    return "TLS" if data.startswith(TLS_RECORD) else data.decode("latin-1")


def is_whole(data):
    if data.startswith(TLS_RECORD):
        return True
    head, blank, body = data.partition(b"\r\n\r\n")
    if not blank:
        return False
    if re.search(rb"(?i)\r\ntransfer-encoding: chunked", head):
        return body.endswith(b"0\r\n\r\n")
    length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
    return len(body) >= (int(length[1]) if length else 0)


def read_to_the_end(connection):
    while connection.recv(65536):
        pass


def make_identity(folder):
    """An authority, `ca.pem`, and the certificate of localhost and 127.0.0.1 that it has signed."""
    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    openssl("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Parity Test Authority", "-days", "2",
            "-addext", "keyUsage=critical,keyCertSign")
    openssl("req", *key, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost")
    (folder / "extensions").write_text(
        "subjectAltName=DNS:localhost,IP:127.0.0.1\nauthorityKeyIdentifier=keyid\nbasicConstraints=critical,CA:FALSE\n")
    openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-out", "server.pem",
            "-days", "2", "-extfile", "extensions")


def placed(program, port, identity):
    """The program with the port and the authority's file in their places."""
    program = program | {"ca": str(identity / "ca.pem")}
    text = json.dumps(program).replace('"{port}"', str(port)).replace("{port}", str(port))
    return json.loads(text.replace("{ca}", str(identity / "ca.pem")))


def run_on(side, program, identity):
    """The trace of one side, and what its server saw."""
    server = Server(program["peer"], identity)
    try:
        trace = side(placed(program, server.port, identity))
    finally:
        seen = server.close()
    # The port is another each time.
    text = json.dumps(trace | {"seen": seen})
    return json.loads(re.sub(rf"\b{server.port}\b", "{port}", text).replace(': {port}', ': "{port}"'))


@contextlib.contextmanager
def an_identity():
    with tempfile.TemporaryDirectory() as folder:
        make_identity(pathlib.Path(folder))
        yield pathlib.Path(folder)


def compare(programs, ours, tally):
    with an_identity() as identity:
        for program in programs:
            tally.add(program, compared(program, ours, identity))


def compared(program, ours, identity):
    stock = run_on(lambda placed: loopback_run.run(placed, identity / "ca.pem"), program, identity)
    return verdict(program, stock, run_on(ours.trace, program, identity))


def traces(programs, ours):
    """Programs that are for HTTPWire alone, each with its trace."""
    with an_identity() as identity:
        for program in programs:
            yield program, run_on(ours.trace, program, identity)


def verdict(program, stock, had):
    expected, used = loopback_run.mended(program, stock)
    had = loopback_run.without_sockets(had)
    if stock == had:
        return comparison.Verdict("same", frozenset(), stock, stock, had)
    return comparison.Verdict("known" if expected == had and used else "different", frozenset(used), stock, expected, had)
