"""Runs a program over http.client and returns its trace; Parity/README.md is the language.

`run(program)` uses CPython as it is; `run(program, Amended())` of amended.py the classes with the known differences.
"""
import http.client

import bodies
import calls_on_responses
import modules
from errors import described
from peer import Peer


class Stock:
    """The classes under test, as CPython has them."""

    connection = http.client.HTTPConnection
    response = http.client.HTTPResponse
    parse_headers = staticmethod(http.client.parse_headers)


class Skipped(Exception):
    """There is no object for a step to be done on."""


class Run:
    def __init__(self, program, classes):
        self.program = program
        self.classes = classes
        self.peer = Peer(program.get("peer", []))
        self.connection = None
        self.responses = []
        self.has_left_http = False
        self.method = None
        self.lines = []
        self.body = None
        # The sockets that are the program's own.
        self.held = []

    def trace(self):
        http.client.print = self.tell
        try:
            return {"steps": [self.step(step) for step in self.program["steps"]]}
        finally:
            del http.client.print

    def tell(self, *parts):
        self.lines += bodies.shown(" ".join(map(str, parts)), self.body).split("\n")

    def step(self, step):
        try:
            outcome = {"ok": self.done(step)}
        except Skipped:
            return {"skipped": True}
        except (NameError, KeyError):
            # A mistake of this program's, not an outcome.
            raise
        except Exception as error:
            outcome = {"error": described(error)}
            # Its frames would hold what the program has let go.
            error.__traceback__ = error.__context__ = None
        self.body = None
        return outcome | self.taken() | {
            "open": self.is_open(), "debugLevel": None if self.connection is None else self.connection.debuglevel,
            "responses": [self.seen(each) for each in self.responses if each is not None], "live": self.peer.live(),
        }

    def done(self, step):
        name = STEPS.get(step["op"], "on_response")
        return getattr(self, name)(step)

    def taken(self):
        """What happened during a step and is not its result."""
        happened = {"opened": self.peer.opened, "wire": self.peer.wire, "waits": self.peer.waits, "debug": self.lines}
        self.peer.opened, self.peer.wire, self.peer.waits, self.lines = [], [], [], []
        return {key: value for key, value in happened.items() if value}

    def is_open(self):
        if self.has_left_http:
            return None
        return self.connection is not None and self.connection.sock is not None

    def seen(self, response):
        return [response.isclosed(), response.length] + self.head_of(response)

    @staticmethod
    def head_of(response):
        return [response.status, response.reason, response.version, response.chunked, response.will_close]

    def live_connection(self):
        if self.connection is None:
            raise Skipped
        return self.connection

    def made_body(self, step):
        self.body = bodies.make(step.get("body"))
        return self.body

    # Steps on a connection, named in STEPS.

    def new(self, step):
        settings = {"blocksize": step.get("blockSize", 8192)}
        if "timeout" in step:
            settings["timeout"] = step["timeout"]
        if step.get("source"):
            settings["source_address"] = tuple(step["source"])
        self.connection = None
        made = self.classes.connection(step["host"], step.get("port"), **settings)
        made._create_connection = self.peer.create_connection
        if "maxHeaders" in step:
            made.max_response_headers = step["maxHeaders"]
        self.connection = made
        return {"host": made.host, "port": made.port, "defaultPort": made.default_port}

    def set(self, step):
        connection, value = self.live_connection(), step.get("value")
        if step["name"] == "httpVersion":
            connection._http_vsn, connection._http_vsn_str = value, f"HTTP/1.{value % 10}"
        elif step["name"] == "source":
            connection.source_address = None if value is None else tuple(value)
        else:
            setattr(connection, ATTRIBUTES[step["name"]], value)

    def set_debug_level(self, step):
        self.live_connection().set_debuglevel(step["level"])

    def set_tunnel(self, step):
        headers = dict(step["headers"]) if "headers" in step else None
        self.live_connection().set_tunnel(step["host"], step.get("port"), headers)

    def proxy_headers(self, step):
        connection = self.live_connection()
        headers = connection.get_proxy_response_headers() if hasattr(connection, "get_proxy_response_headers") else None
        return None if headers is None else [list(item) for item in headers.items()]

    def connect(self, step):
        self.live_connection().connect()

    def close(self, step):
        self.live_connection().close()

    def request(self, step):
        connection, body = self.live_connection(), self.made_body(step)
        self.method = step["method"]
        headers = dict(step.get("headers", []))
        connection.request(step["method"], step["url"], body, headers, encode_chunked=step.get("chunked", False))

    def put_request(self, step):
        connection = self.live_connection()
        self.method = step["method"]
        skips = {"skip_host": step.get("skipHost", False), "skip_accept_encoding": step.get("skipAcceptEncoding", False)}
        connection.putrequest(step["method"], step["url"], **skips)

    def put_header(self, step):
        values = [value["bytes"].encode("latin-1") if isinstance(value, dict) else value for value in step["values"]]
        self.live_connection().putheader(step["name"], *values)

    def end_headers(self, step):
        connection, body = self.live_connection(), self.made_body(step)
        if isinstance(body, str):
            # endheaders takes no text; what stands here in a program is text all the same, in the charset of request().
            if connection._HTTPConnection__state != http.client._CS_REQ_STARTED:
                raise http.client.CannotSendHeader()
            body = body.encode("latin-1")
        connection.endheaders(body, encode_chunked=step.get("chunked", False))

    def send(self, step):
        connection, body = self.live_connection(), self.made_body(step)
        connection.send(body.encode("latin-1") if isinstance(body, str) else body)

    def get_response(self, step):
        response = self.live_connection().getresponse()
        self.responses.append(response)
        if response.status == 101 or self.connection._method == "CONNECT":
            self.has_left_http = True
        return calls_on_responses.facts(response)

    def stream(self, step):
        socket = self.live_connection().sock
        return None if socket is None else socket.recv(step["read"]).decode("latin-1")

    # Steps without a connection.

    def own_socket(self):
        socket = self.peer.next_socket()
        socket.begin_exchange()
        self.held.append(socket)
        return socket

    def response(self, step):
        socket = self.own_socket()
        made = self.classes.response(socket, step.get("debugLevel", 0), step.get("method"), step.get("url"))
        self.responses.append(made)
        if step.get("begin", True):
            made.begin()

    def parse_headers(self, step):
        socket = self.own_socket()
        file = socket.makefile("rb")
        headers = self.classes.parse_headers(file)
        return calls_on_responses.fields(headers) | {"rest": file.read(step.get("rest", 0)).decode("latin-1")}

    def module(self, step):
        return modules.WHAT[step["what"]]()

    def message(self, step):
        import messages

        return messages.answer(step)

    def on_response(self, step):
        number = step.get("of", len(self.responses) - 1)
        if not 0 <= number < len(self.responses) or self.responses[number] is None:
            raise Skipped
        if step["op"] == "drop":
            self.responses[number] = None
            return None
        return calls_on_responses.CALLS[step["op"]](self.responses[number], step)


ATTRIBUTES = {"autoOpen": "auto_open", "timeout": "timeout", "blockSize": "blocksize", "maxHeaders": "max_response_headers"}

STEPS = {
    "new": "new", "set": "set", "setDebugLevel": "set_debug_level", "setTunnel": "set_tunnel", "proxyHeaders": "proxy_headers",
    "connect": "connect", "close": "close", "request": "request", "putRequest": "put_request", "putHeader": "put_header",
    "endHeaders": "end_headers", "send": "send", "getResponse": "get_response", "stream": "stream", "response": "response",
    "parseHeaders": "parse_headers", "module": "module", "message": "message",
}


def run(program, classes=Stock):
    """The trace of a program."""
    return Run(program, classes).trace()
