"""Where a mended http.client finds a body's bytes, and when the body has ended. The framing is CPython's (`_read_next_chunk_size` and what
is around it); what differs is when a body has ended, and what becomes of the connection when something fails."""
import http.client
from http.client import IncompleteRead

from amended_heads import FIELDS, OursAlone
from reader import HEAD_ROOM

LARGEST = 65536


class Body(http.client.HTTPResponse):
    kept = b""
    failure = None
    failure_is_told = False
    pending = None
    declares_length = False
    is_in_trailers = False
    has_settled = False
    trailer_count = 0
    # The connection it was had from: weakly, as that has the response, and neither is to outlive its last holder.
    maker = staticmethod(lambda: None)

    # State.

    def is_at_end(self):
        return (self.fp is None or self.fp.is_closed) and not self.kept and self.pending is None

    def length_left(self):
        if isinstance(self.pending, IncompleteRead) and self.pending.expected is not None:
            return self.pending.expected + len(self.kept)
        if self.headers is None or not self.declares_length:
            if self.headers is None:
                self.amended.note("before-begin")
            return None
        if self.is_at_end() or self.fp is None:
            if self.length != len(self.kept):
                self.amended.note("end-of-length")
            return len(self.kept)
        return None if self.length is None else self.length + len(self.kept)

    def end(self):
        """Nothing more can be read."""
        if self.fp is not None:
            self._close_conn()

    def give_up(self):
        """Ends the response and the connection with it: where another response would begin is unknown."""
        connection = self.maker()
        if connection is not None and self.fp is not None and not self.fp.is_closed:
            connection.lost(self.fp.socket)
        self.end()

    def finish_body(self):
        """The body has ended."""
        if self.declares_length:
            self.length = 0
        connection = self.maker()
        if self.reader.bytes and connection is not None and connection.lose_excess(self.fp.socket):
            self.amended.note("excess-closes")
        if connection is not None and self.fp is not None:
            connection.lose_broken(self.fp.socket)
        self.end()

    def stopped(self, data):
        """A read that goes no further has taken these bytes. When it has ended the body, CPython does not know it yet."""
        if self.has_settled:
            self.amended.note("chunk-end-seen")
        elif data and self.fp is None:
            self.amended.note("closed-at-the-end")

    # Bytes.

    def some(self, count):
        """Up to so many bytes: those that are there, or what one receiving call brings; none at the end only."""
        if self.kept:
            taken, self.kept = self.kept[:count], self.kept[count:]
            return taken
        if not self.can_read():
            return b""
        try:
            data = self.some_of_body(count)
        except Exception as error:
            raise self.ended_by(error)
        return data

    def can_read(self):
        if self.pending is not None:
            error, self.pending = self.pending, None
            raise error
        if self.failure is not None:
            raise self.failure
        if self.fp is None or self.fp.is_closed:
            return False
        self.begin()
        return self.fp is not None

    def ended_by(self, error):
        if isinstance(error, TimeoutError):
            self.amended.note("bytes-kept")
            return error
        if not isinstance(error, IncompleteRead) and not (isinstance(error, OursAlone) and error.case == "malformedChunk"):
            self.failure = error
        self.amended.note("error-ends-body")
        self.give_up()
        return error

    def some_of_body(self, count):
        left = self.next_data()
        if left is None:
            return b""
        direct = min(left, count)
        if direct >= HEAD_ROOM and not self.reader.bytes:
            data = self.reader.socket.recv(direct)
            self.reader.is_at_end = not data
        else:
            if not self.reader.bytes:
                self.reader.fill()
            data = self.reader.take(direct)
        if not data:
            return self.end_of_stream()
        self.took(len(data))
        return data

    def end_of_stream(self):
        if not self.chunked and not self.declares_length:
            self.finish_body()
            return b""
        raise IncompleteRead(b"", self.length)

    def took(self, count):
        if self.chunked:
            self.chunk_left -= count
            self.settle()
        elif self.length is not None:
            self.length -= count
            if self.length == 0:
                self.finish_body()

    def settle(self):
        """When nothing but the usual end of the body is there, it has ended."""
        if self.chunk_left == 0 and self.reader.bytes == b"\r\n0\r\n\r\n":
            self.has_settled = True
            self.next_data()

    def next_data(self):
        """How many bytes may come before the next framing; None at the body's end."""
        if not self.chunked:
            return LARGEST if self.length is None else self.length
        while not self.is_in_trailers:
            if self.chunk_left:
                return self.chunk_left
            if self.chunk_left == 0:
                if not self.reader.has(2):
                    raise IncompleteRead(b"")
                self.reader.take(2)
                self.chunk_left = None
            size = self.next_size()
            self.is_in_trailers = size == 0
            self.chunk_left = size
        self.skip_trailers()
        self.finish_body()
        return None

    def next_size(self):
        line = self.reader.line()
        if len(line) > http.client._MAXLINE:
            raise http.client.LineTooLong("chunk size")
        try:
            size = int(line.split(b";", 1)[0], 16)
        except ValueError:
            raise IncompleteRead(b"")
        if not line.endswith(b"\n") and size != 0:
            # Cut off: there is no chunk behind it, whatever its size.
            raise IncompleteRead(b"")
        if not 0 <= size < 2**63:
            self.amended.note("bad-chunk-size")
            raise OursAlone("malformedChunk", f"chunk framing {line!r} has no valid chunk size")
        return size

    def skip_trailers(self):
        while True:
            line = self.reader.line()
            if len(line) > http.client._MAXLINE:
                raise http.client.LineTooLong("trailer line")
            if not line:
                self.amended.note("end-seen")
                self.give_up()
            if line in (b"\r\n", b"\n", b""):
                return
            # A line that the end has cut off does not count.
            self.trailer_count += line.endswith(b"\n")
            limit = getattr(self.fp.socket, "limit", FIELDS)
            if self.trailer_count > limit:
                self.amended.note("trailer-count")
                raise http.client.HTTPException(f"got more than {limit} trailers")
