"""The read family of a mended http.client: what becomes of bytes when something fails, and how amounts are understood."""
from http.client import IncompleteRead

from amended_body import LARGEST, Body
from amended_heads import OursAlone

USUAL = 16384
UNMEANT = 2**31
PYTHON_BUFFER = 8192


class Reading(Body):
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
        if limit is not None and len(result) == limit and self.has_settled:
            self.stopped(result)
        return result

    @staticmethod
    def to_raise(error):
        if error is not None:
            raise error

    def note_zero(self):
        """Nothing was asked for; CPython looks at the framing all the same."""
        if self.fp is not None and (self.chunked or self._method == "HEAD"):
            self.amended.note("read-zero")

    # The read family.

    def read(self, amt=None):
        if amt is not None and amt < 0:
            self.amended.note("negative-amount")
            amt = None
        if amt == 0:
            self.note_zero()
        return self.collect(amt)

    def readinto(self, b):
        if not len(b):
            self.note_zero()
        data = self.collect(len(b), keeps=False)
        b[: len(data)] = data
        return len(data)

    def read1(self, n=-1):
        if n == 0:
            self.note_zero()
            return b""
        is_open = self.fp is not None
        try:
            data = self.some(USUAL if n < 0 else min(n, LARGEST))
        except Exception as error:
            self.to_raise(self.composed(error, b""))
            return b""
        if is_open:
            self.stopped(data)
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
            if self.reader.total > PYTHON_BUFFER:
                self.amended.note("buffer-size")
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
        is_open = self.fp is not None
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
        if is_open:
            self.stopped(line)
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
            connection = self.maker()
            if connection is not None and connection.sock is self.fp.socket:
                self.amended.note("close-gives-up")
            self.give_up()
        super().close()


def upto_feed(data):
    feed = data.find(b"\n")
    return data if feed < 0 else data[: feed + 1]
