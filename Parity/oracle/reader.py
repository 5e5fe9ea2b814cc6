"""What a socket has brought and nothing has taken: one for each socket, so that no byte is lost between two responses or in an error."""
import http.client
import weakref

LINE = http.client._MAXLINE
HEAD_ROOM = 16384
BODY_ROOM = 65536


class Reader:
    def __init__(self, socket):
        # Weakly, as the socket has the reader: one that nobody holds has to go at once, as Python's do.
        self.owner = weakref.ref(socket)
        self.bytes = b""
        self.is_at_end = False
        # All that has come this way.
        self.total = 0

    @property
    def socket(self):
        return self.owner()

    def fill(self, room=None):
        """One receiving call, into the room for bodies unless another is named. What is there already takes some of it."""
        return self.receive(max(BODY_ROOM - len(self.bytes), HEAD_ROOM) if room is None else room)

    def receive(self, room):
        """One receiving call. False at the end."""
        if self.is_at_end:
            return False
        data = self.socket.recv(room)
        self.is_at_end = not data
        self.bytes += data
        self.total += len(data)
        return bool(data)

    def take(self, count):
        taken, self.bytes = self.bytes[:count], self.bytes[count:]
        return taken

    def has(self, count):
        """Whether so many bytes are there, after waiting for them."""
        while len(self.bytes) < count:
            if not self.fill():
                return False
        return True

    def line(self, room=None):
        """A line with its line end, or what the end of the stream leaves of one; more bytes than a line may have when it is too long."""
        start = 0
        while True:
            feed = self.bytes.find(b"\n", start)
            if feed >= 0:
                return self.take(min(feed + 1, LINE + 1))
            start = len(self.bytes)
            if start > LINE:
                return self.take(LINE + 1)
            if not self.fill(room):
                return self.take(len(self.bytes))


class Lease:
    """A response's share in a reader: what http.client calls its file."""

    def __init__(self, socket):
        self.socket = socket
        self.reader = socket.reader
        self.is_closed = False

    def readline(self, limit=-1):
        return self.reader.line(HEAD_ROOM)

    def read(self, count=-1):
        self.reader.has(count)
        return self.reader.take(count)

    def fileno(self):
        return self.socket.fileno()

    def flush(self):
        pass

    def close(self):
        if not self.is_closed:
            self.is_closed = True
            self.socket._decref_socketios()
