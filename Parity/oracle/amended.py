"""http.client with the known differences: what CPython would do if it were mended where HTTPWire does not follow it.

`AMENDMENTS` names them; docs/parity.md has a row for each with its reason. The classes note in `used` which of them were called upon, so
that a program on which CPython and HTTPWire differ is explained by these names together, and one that they do not explain is a defect of
either.
"""
import http.client
import weakref

import amended_heads
import amended_tunnel
import calls_on_responses
import interpreter
import messages
import modules
from amended_connection import Connection
from amended_reading import PYTHON_BUFFER
from amended_response import Response

AMENDMENTS = {
    "joined-writes", "text-blocks", "refused-argument", "half-head-forgotten", "error-closes", "connect-closes", "unfinished-request",
    "unasked-bytes", "excess-closes", "close-gives-up", "read-ahead-kept", "upgrade-ends", "empty-body-ended", "closed-at-the-end",
    "chunk-end-seen", "end-seen", "end-of-length", "read-zero", "negative-amount", "peek-clipped", "buffer-size", "line-limit",
    "line-errors", "torn-chunk", "error-ends-body", "bytes-kept", "bad-chunk-size", "huge-length", "lengths-not-believed", "header-count",
    "header-limit", "trailer-count", "interim-count", "payload-text", "before-begin", "url-kept", "with-closed", "newer-phrases",
    "port-brackets", "bad-brackets", "scope-cut", "strict-names", "connect-http11", "tunnel-brackets", "tunnel-checks", "proxy-version",
    "proxy-secrets", "early-tunnel-data", "alpn-always", "file-errors", "closed-is-ended", "span-shown", "block-size", "timeout-at-once",
    # Of messages.
    "no-field", "rfc2231-text", "three-charsets", "beyond-latin1", "mixed-segments", "huge-numbers", "no-payload", "text-as-it-is",
    "no-header-check", "text-payload",
}


class Amended:
    """One run's classes, and the amendments that were called upon in it."""

    def __init__(self):
        self.used = set()
        # The host that a Host field is being made of.
        self.host = b""

    def note(self, name):
        if name not in AMENDMENTS:
            raise KeyError(name)
        self.used.add(name)

    def connection(self, *arguments, **settings):
        return Connection(self, *arguments, **settings)

    def response(self, *arguments):
        return Response(self, *arguments)

    def response_on(self, socket, method):
        return Response(self, socket, 0, method)

    def response_of(self, connection):
        made = Response(self, connection.sock, connection.debuglevel, connection._method)
        made.maker = weakref.ref(connection)
        return made

    def parse_headers(self, file):
        return amended_heads.parse_headers(self, file)


class Run(interpreter.Run):
    """A run whose trace has the writes as HTTPWire makes them."""

    def __init__(self, program, classes):
        super().__init__(program, classes)
        self.peer.keeps_read_ahead = True

    def trace(self):
        strip = http.client._strip_ipv6_iface
        http.client._strip_ipv6_iface = lambda name: amended_tunnel.without_scope(self.classes, name)
        try:
            return super().trace()
        finally:
            http.client._strip_ipv6_iface = strip

    def step(self, step):
        had = super().step(step)
        if self.peer.largest > PYTHON_BUFFER:
            self.classes.note("buffer-size")
        return had

    def message(self, step):
        return messages.answer(step, self.classes.note)

    def module(self, step):
        had = super().module(step)
        newer = modules.newer(step["what"], had)
        if newer != had:
            self.classes.note("newer-phrases")
        return newer

    def proxy_headers(self, step):
        lines = getattr(self.live_connection(), "proxy_headers", None)
        return None if lines is None else calls_on_responses.fields(amended_heads.parsed(self.classes, lines))["headers"]

    def on_response(self, step):
        number = step.get("of", len(self.responses) - 1)
        if step["op"] == "drop" and 0 <= number < len(self.responses) and self.responses[number] is not None:
            self.responses[number].close()
        had = super().on_response(step)
        if step["op"] == "attributes" and had["headers"] is None:
            had |= {"headers": [], "payload": ""}
        if step["op"] == "attributes" and had["closed"] != self.responses[number].is_at_end():
            self.classes.note("closed-is-ended")
            had["closed"] = self.responses[number].is_at_end()
        return had

    def stream(self, step):
        socket = self.live_connection().sock
        if self.connection.has_left_http and socket is not None and socket.reader.bytes:
            self.classes.note("read-ahead-kept")
            self.hand_over(socket)
            return socket.reader.take(step["read"]).decode("latin-1")
        if self.connection.has_left_http:
            self.hand_over(socket)
        elif socket is not None and socket.reader.bytes:
            # What CPython's buffer would not have taken from the stream.
            self.classes.note("buffer-size")
        return super().stream(step)

    def hand_over(self, socket):
        """What carries another protocol by now is the program's."""
        self.connection.is_handed_over = True
        self.held.append(socket)

    def seen(self, response):
        closed, length = response.is_at_end(), response.length_left()
        return [closed, length] + self.head_of(response)


def run(program, classes):
    return Run(program, classes).trace()
