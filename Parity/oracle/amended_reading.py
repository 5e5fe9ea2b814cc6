"""How a mended http.client reads a body. The framing is CPython's (`_read_next_chunk_size` and what is around it); what differs is when a
body has ended, what becomes of bytes when something fails, and how amounts are understood."""
import http.client
from http.client import IncompleteRead

from amended_heads import FIELDS, OursAlone
from reader import BODY_ROOM, HEAD_ROOM

USUAL = 16384
LARGEST = 65536
UNMEANT = 2**31


class Reading(http.client.HTTPResponse):
    kept = b""
    failure = None
    failure_is_told = False
    pending = None
    declares_length = False
    is_in_trailers = False
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
                self.reader.fill(BODY_ROOM)
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
            self.amended.note("chunk-end-seen")
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

    # What a read that is made of several does with an error.

    def composed(self, error, collected, is_whole=False, keeps=True):
        """The error to raise, or None when the read is to end short."""
        if isinstance(error, IncompleteRead):
            if self.declares_length and not is_whole:
                self.amended.note("error-ends-body")
                self.pending = error if collected else None
                return None
            if self.chunked:
                self.amended.note("torn-chunk")
            return IncompleteRead(collected, error.expected)
        if isinstance(error, OursAlone) and error.case == "malformedChunk":
            return error
        if self.failure_is_told and not is_whole and collected and error is self.failure:
            return None
        self.failure_is_told = self.failure is not None
        if keeps and collected:
            self.amended.note("bytes-kept")
            self.kept = collected + self.kept
        return error

    def collect(self, limit, keeps=True):
        result = b""
        amounts = [amount for amount in (limit, self.length) if amount is not None]
        if amounts and min(amounts) >= UNMEANT:
            self.amended.note("lengths-not-believed")
        try:
            while limit is None or len(result) < limit:
                piece = self.some(LARGEST if limit is None else limit - len(result))
                if not piece:
                    if result and limit is not None and not self.declares_length and not self.chunked:
                        self.amended.note("end-seen")
                    break
                result += piece
        except Exception as error:
            self.to_raise(self.composed(error, result, limit is None, keeps))
        return result

    @staticmethod
    def to_raise(error):
        if error is not None:
            raise error

    # The read family.

    def read(self, amt=None):
        if amt is not None and amt < 0:
            self.amended.note("negative-amount")
            amt = None
        if amt == 0:
            self.amended.note("read-zero")
        return self.collect(amt)

    def readinto(self, b):
        if not len(b):
            self.amended.note("read-zero")
        data = self.collect(len(b), keeps=False)
        b[: len(data)] = data
        return len(data)

    def read1(self, n=-1):
        if n == 0:
            self.amended.note("read-zero")
            return b""
        try:
            data = self.some(USUAL if n < 0 else min(n, LARGEST))
        except Exception as error:
            self.to_raise(self.composed(error, b""))
            return b""
        if self.fp is None:
            self.amended.note("closed-at-the-end")
        return data

    def readinto1(self, b):
        data = self.read1(len(b))
        b[: len(data)] = data
        return len(data)

    def peek(self, n=-1):
        try:
            return self.peek_some()
        except IncompleteRead:
            return b""

    def peek_some(self):
        if self.kept:
            return self.kept
        if self.pending is not None:
            raise self.pending
        if not self.can_read():
            return b""
        try:
            left = self.next_data()
            if left is None:
                return b""
            if not self.reader.bytes and not self.reader.fill():
                self.amended.note("end-seen")
                self.end_of_stream()
            shown = self.reader.bytes[:left]
            if len(shown) < len(self.reader.bytes):
                self.amended.note("peek-clipped")
            return shown
        except Exception as error:
            error = self.ended_by(error)
            if not isinstance(error, TimeoutError) and self.failure is None:
                self.pending = error
            raise error

    def readline(self, limit=-1):
        limit = limit if limit is not None and limit >= 0 else None
        line = b""
        try:
            while limit is None or len(line) < limit:
                piece, is_complete = self.piece_of_line(None if limit is None else limit - len(line))
                line += piece
                if is_complete:
                    break
        except Exception as error:
            if self.chunked:
                self.amended.note("line-errors")
            self.to_raise(self.composed(error, line))
        if self.fp is None:
            self.amended.note("closed-at-the-end")
        if self.chunked and limit:
            # Across chunks, CPython's io takes up to the limit of each.
            self.amended.note("line-limit")
        return line

    def piece_of_line(self, limit):
        if self.kept:
            piece = upto_feed(self.kept[:limit])
            self.kept = self.kept[len(piece) :]
            return piece, piece.endswith(b"\n")
        if not self.can_read():
            return b"", True
        try:
            left = self.next_data()
            if left is None:
                return b"", True
            if not self.reader.bytes:
                if not self.reader.fill():
                    self.end_of_stream()
                    return b"", True
                return b"", False
            piece = upto_feed(self.reader.bytes[: left if limit is None else min(left, limit)])
            self.reader.take(len(piece))
            self.took(len(piece))
            return piece, piece.endswith(b"\n")
        except Exception as error:
            raise self.ended_by(error)

    def readlines(self, hint=-1):
        lines, count = [], 0
        try:
            while hint is None or hint <= 0 or count <= hint:
                line = self.readline()
                if not line:
                    break
                lines.append(line)
                count += len(line)
        except Exception as error:
            raise self.with_lines(error, b"".join(lines))
        return lines

    def with_lines(self, error, before):
        if isinstance(error, IncompleteRead):
            return IncompleteRead(before + error.partial, error.expected)
        if not isinstance(error, OursAlone):
            self.kept = before + self.kept
        return error

    def close(self):
        self.kept, self.pending, self.failure = b"", None, None
        if self.fp is not None and not self.fp.is_closed:
            self.amended.note("close-gives-up")
            self.give_up()
        super().close()


def upto_feed(data):
    feed = data.find(b"\n")
    return data if feed < 0 else data[: feed + 1]
